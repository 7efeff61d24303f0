// The customary order of map keys in Kubernetes manifests.

import { remembering } from '../names/remember';

/** Fields in their customary order. All other fields follow in alphabetical order. */
const CUSTOMARY = [
  'apiVersion',
  'apiGroup',
  'apiGroups',
  'kind',
  'metadata',
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'type',
  'immutable',
  'data',
  'stringData',
  'provisioner',
  'group',
  'scope',
  'names',
  'versions',
  // RBAC
  'roleRef',
  'subjects',
  'resourceNames',
  // specs
  'spec',
  'scaleTargetRef',
  'minReplicas',
  'maxReplicas',
  'replicas',
  'minAvailable',
  'maxUnavailable',
  'revisionHistoryLimit',
  'podSelector',
  'policyTypes',
  'ingressClassName',
  'tls',
  'hosts',
  'secretName',
  'clusterIP',
  'selector',
  'matchLabels',
  'matchExpressions',
  'serviceName',
  'podManagementPolicy',
  'strategy',
  'updateStrategy',
  'backoffLimit',
  'template',
  'volumeClaimTemplates',
  'accessModes',
  'storageClassName',
  // pods
  'serviceAccountName',
  'automountServiceAccountToken',
  'enableServiceLinks',
  'priorityClassName',
  'runtimeClassName',
  'restartPolicy',
  'terminationGracePeriodSeconds',
  'activeDeadlineSeconds',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'dnsPolicy',
  'imagePullSecrets',
  // containers
  'image',
  'imagePullPolicy',
  'workingDir',
  'command',
  'args',
  'containerPort',
  'port',
  'targetPort',
  'hostPort',
  'nodePort',
  'protocol',
  'ports',
  'value',
  'valueFrom',
  'key',
  'operator',
  'env',
  'envFrom',
  'resources',
  'requests',
  'limits',
  'verbs',
  'startupProbe',
  'livenessProbe',
  'readinessProbe',
  'exec',
  'httpGet',
  'tcpSocket',
  'grpc',
  'host',
  'path',
  'pathType',
  'initialDelaySeconds',
  'periodSeconds',
  'lifecycle',
  'mountPath',
  'subPath',
  'readOnly',
  // A pod's security context comes before its containers, a container's before its mounts.
  'securityContext',
  'volumeMounts',
  'initContainers',
  'containers',
  'volumes',
  'nodeSelector',
  'affinity',
  'tolerations',
];

const RANKS = new Map(CUSTOMARY.map((key, rank) => [key, rank]));

/** Maps with user-defined keys: always alphabetical. */
const FREE = new Set([
  'labels',
  'annotations',
  'matchLabels',
  'nodeSelector',
  'data',
  'stringData',
  'binaryData',
  'encryptedData',
  'parameters',
  'requests',
  'limits',
]);

const byName = (a: string, b: string): number => (a < b ? -1 : 1);

const byCustom = (a: string, b: string): number => {
  const difference = (RANKS.get(a) ?? RANKS.size) - (RANKS.get(b) ?? RANKS.size);
  return difference === 0 ? byName(a, b) : difference;
};

/** Manifests have few different sets of keys, each many times. `undefined` if a key contains the separator. */
const inCustomaryOrder = remembering((text): readonly string[] | undefined => {
  const [count, ...keys] = text.split('\0');
  return keys.length === Number(count) ? keys.sort(byCustom) : undefined;
});

/** The keys of a map in output order. `field` is the key of the map itself. */
export function orderedKeys(map: object, field: string): readonly string[] {
  const keys = Object.keys(map);
  if (keys.length < 2) return keys;
  if (FREE.has(field)) return keys.sort(byName);
  return inCustomaryOrder(`${keys.length}\0${keys.join('\0')}`) ?? keys.sort(byCustom);
}

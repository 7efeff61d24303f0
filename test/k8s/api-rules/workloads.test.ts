// What the API server refuses in workloads, autoscaling, volumes, claims and metadata.

import { repeatedItems } from '../../../lib/k8s/api-rules';
import { refused } from './support';

const HPA = 'autoscaling/v2';
const HIGHEST = 2147483647;

test.each<[type: string, yaml: string, expected: string[]]>([
  [
    'apps/v1/DeploymentSpec',
    '{replicas: 0, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 100%, maxUnavailable: 0}}}',
    [],
  ],
  [
    'apps/v1/DeploymentSpec',
    '{minReadySeconds: -1, strategy: {type: Rolling, rollingUpdate: {maxSurge: 101%, maxUnavailable: -1}}}',
    [
      `minReadySeconds: must be from 0 to ${HIGHEST}`,
      'strategy.type: must be Recreate or RollingUpdate',
      `strategy.rollingUpdate.maxUnavailable: must be from 0 to ${HIGHEST}`,
      'strategy.rollingUpdate.maxSurge: must be a number, or a percentage up to 100%',
    ],
  ],
  [
    'apps/v1/DeploymentSpec',
    '{strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}}',
    ['strategy.rollingUpdate: must be absent with type Recreate'],
  ],
  [
    'apps/v1/DeploymentSpec',
    '{strategy: {rollingUpdate: {maxSurge: 0%, maxUnavailable: 0}}}',
    ['strategy.rollingUpdate.maxUnavailable: must not be 0 if maxSurge is 0'],
  ],
  ['apps/v1/DaemonSetSpec', '{updateStrategy: {type: OnDelete}}', []],
  ['apps/v1/DaemonSetSpec', '{updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}}', []],
  ['apps/v1/DaemonSetSpec', '{updateStrategy: {rollingUpdate: {maxUnavailable: 1}}}', []],
  [
    'apps/v1/DaemonSetSpec',
    '{updateStrategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}}',
    [
      'updateStrategy.type: must be RollingUpdate or OnDelete',
      'updateStrategy.rollingUpdate.maxUnavailable: must be 0 if maxSurge is not',
    ],
  ],
  [
    'apps/v1/StatefulSetSpec',
    '{replicas: -1, podManagementPolicy: Serial, updateStrategy: {type: Recreate}}',
    [
      `replicas: must be from 0 to ${HIGHEST}`,
      'podManagementPolicy: must be OrderedReady or Parallel',
      'updateStrategy.type: must be RollingUpdate or OnDelete',
    ],
  ],
  ['batch/v1/JobSpec', '{template: {spec: {restartPolicy: OnFailure}}}', []],
  [
    'batch/v1/JobSpec',
    '{parallelism: -1, completions: -1, activeDeadlineSeconds: -1, backoffLimit: -1, ttlSecondsAfterFinished: -1, completionMode: All, template: {}}',
    [
      ...['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'].map(
        (key) => `${key}: must be from 0 to ${HIGHEST}`,
      ),
      'completionMode: must be NonIndexed or Indexed',
      'template.spec.restartPolicy: must be Never or OnFailure',
    ],
  ],
  ['batch/v1/CronJobSpec', '{schedule: "*/5 * * * 1-5", concurrencyPolicy: Forbid}', []],
  ['batch/v1/CronJobSpec', '{schedule: "@every 1h"}', []],
  [
    'batch/v1/CronJobSpec',
    '{schedule: "* * * *", concurrencyPolicy: Wait}',
    [
      'schedule: is not a schedule such as 0 3 * * * or @daily',
      'concurrencyPolicy: must be Allow or Forbid or Replace',
    ],
  ],
  ['batch/v1/CronJobSpec', '{schedule: ""}', ['schedule: is required']],
  [
    'v1/PersistentVolumeClaimSpec',
    '{accessModes: [ReadWriteOnce, ReadOnlyMany], volumeMode: Block, resources: {requests: {storage: 1Gi}}}',
    [],
  ],
  [
    'v1/PersistentVolumeClaimSpec',
    '{volumeMode: Raw, storageClassName: A}',
    [
      'accessModes: must not be empty',
      'volumeMode: must be Block or Filesystem',
      'storageClassName: is not an object name',
      'resources.requests.storage: is not a quantity such as 8Gi',
    ],
  ],
  [
    'v1/PersistentVolumeClaimSpec',
    '{accessModes: [ReadWriteOncePod, Any], resources: {requests: {storage: 0Gi}}}',
    [
      'accessModes[1]: must be ReadWriteOnce or ReadOnlyMany or ReadWriteMany or ReadWriteOncePod',
      'accessModes: must not combine ReadWriteOncePod with other access modes',
      'resources.requests.storage: must be more than 0',
    ],
  ],
  [`${HPA}/HorizontalPodAutoscalerSpec`, '{minReplicas: 1, maxReplicas: 1}', []],
  [
    `${HPA}/HorizontalPodAutoscalerSpec`,
    '{minReplicas: 0, maxReplicas: 0}',
    [`maxReplicas: must be from 1 to ${HIGHEST}`, `minReplicas: must be from 1 to ${HIGHEST}`],
  ],
  [`${HPA}/HorizontalPodAutoscalerSpec`, '{minReplicas: 3, maxReplicas: 2}', ['minReplicas: exceeds maxReplicas']],
  [
    `${HPA}/HorizontalPodAutoscalerSpec`,
    '{minReplicas: 0, maxReplicas: 2, metrics: [{type: External, external: {}}]}',
    [],
  ],
  [`${HPA}/HorizontalPodAutoscalerSpec`, '{minReplicas: 0, maxReplicas: 2, metrics: [{type: Object, object: {}}]}', []],
  [`${HPA}/MetricSpec`, '{type: Resource, resource: {}}', []],
  [
    `${HPA}/MetricSpec`,
    '{type: Pods, resource: {}}',
    ['pods: is required with type Pods', 'resource: must be absent with type Pods'],
  ],
  [`${HPA}/MetricSpec`, '{type: Cpu}', ['type: must be ContainerResource or External or Object or Pods or Resource']],
  [`${HPA}/MetricTarget`, '{type: Utilization, averageUtilization: 80}', []],
  [
    `${HPA}/MetricTarget`,
    '{type: Utilization, averageUtilization: 0, value: 1}',
    ['value: must be absent with type Utilization', `averageUtilization: must be from 1 to ${HIGHEST}`],
  ],
  [`${HPA}/MetricTarget`, '{type: Value}', ['value: is required with type Value']],
  [`${HPA}/MetricTarget`, '{type: AverageValue, averageValue: x}', ['averageValue: is not a quantity']],
  [`${HPA}/MetricTarget`, '{type: AverageValue, averageValue: 0.0Gi}', ['averageValue: must be more than 0']],
  [`${HPA}/MetricTarget`, '{type: Value, value: 10m}', []],
  [`${HPA}/MetricTarget`, '{type: Average}', ['type: must be Utilization or AverageValue or Value']],
  [
    `${HPA}/HPAScalingRules`,
    '{selectPolicy: Min, stabilizationWindowSeconds: 3600, policies: [{type: Pods, value: 1, periodSeconds: 1800}]}',
    [],
  ],
  [
    `${HPA}/HPAScalingRules`,
    '{selectPolicy: Any, stabilizationWindowSeconds: 3601, policies: []}',
    [
      'selectPolicy: must be Max or Min or Disabled',
      'stabilizationWindowSeconds: must be from 0 to 3600',
      'policies: must not be empty',
    ],
  ],
  [
    `${HPA}/HPAScalingRules`,
    '{policies: [{type: Nodes, value: 0, periodSeconds: 1801}]}',
    [
      'policies[0].type: must be Pods or Percent',
      `policies[0].value: must be from 1 to ${HIGHEST}`,
      'policies[0].periodSeconds: must be from 1 to 1800',
    ],
  ],
  ['policy/v1/PodDisruptionBudgetSpec', '{minAvailable: 50%}', []],
  [
    'policy/v1/PodDisruptionBudgetSpec',
    '{minAvailable: 1, maxUnavailable: 1}',
    ['maxUnavailable: conflicts with minAvailable: set only one of them'],
  ],
  [
    'policy/v1/PodDisruptionBudgetSpec',
    '{maxUnavailable: 0}',
    ['maxUnavailable: must be more than 0: it would block every drain'],
  ],
  [
    'policy/v1/PodDisruptionBudgetSpec',
    '{maxUnavailable: 0%}',
    ['maxUnavailable: must be more than 0: it would block every drain'],
  ],
  [
    'policy/v1/PodDisruptionBudgetSpec',
    '{minAvailable: 100%}',
    ['minAvailable: must be less than 100%: it would block every drain'],
  ],
  [
    'policy/v1/PodDisruptionBudgetSpec',
    '{minAvailable: half}',
    ['minAvailable: must be a number, or a percentage up to 100%'],
  ],
  ['v1/Volume', '{name: a, emptyDir: {medium: HugePages-2Mi, sizeLimit: 1Gi}}', []],
  ['v1/Volume', '{name: a, nfs: {server: b, path: /c}}', []],
  [
    'v1/Volume',
    '{name: A, emptyDir: {medium: Disk, sizeLimit: big}}',
    [
      'name: is not a DNS label',
      'emptyDir.sizeLimit: is not a quantity such as 512Mi',
      'emptyDir.medium: must be Memory or HugePages',
    ],
  ],
  ['v1/Volume', '{name: a, emptyDir: {}, secret: {secretName: b}}', [': must have only one of emptyDir and secret']],
  [
    'v1/Volume',
    '{name: a, secret: {secretName: b, items: [{key: c, path: /d}]}}',
    ['secret.items[0].path: must be a relative path'],
  ],
  [
    'v1/Volume',
    '{name: a, secret: {defaultMode: 420, items: [{key: b, path: c/d, mode: 511}]}}',
    ['secret.secretName: is required'],
  ],
  ['v1/Volume', '{name: a, configMap: {}}', ['configMap.name: is required']],
  [
    'v1/Volume',
    '{name: a, persistentVolumeClaim: {claimName: A}}',
    ['persistentVolumeClaim.claimName: is not an object name'],
  ],
  [
    'v1/Volume',
    '{name: a, secret: {secretName: b, defaultMode: 644}}',
    ['secret.defaultMode: must be a mode from 0 to 511 (0777); for mode 0644, write 420'],
  ],
  [
    'v1/Volume',
    '{name: a, projected: {defaultMode: 888, sources: []}}',
    ['projected.defaultMode: must be a mode from 0 to 511 (0777)'],
  ],
  [
    'v1/Volume',
    '{name: a, configMap: {name: b, items: [{key: "c d", path: /e, mode: -1}, {key: f, path: g/../h}, {key: i, path: ..j}, {key: k}]}}',
    [
      'configMap.items[0].key: is not a valid Secret or ConfigMap key',
      'configMap.items[0].path: must be a relative path',
      'configMap.items[0].mode: must be a mode from 0 to 511 (0777)',
      'configMap.items[1].path: must not contain ".."',
      'configMap.items[2].path: must not start with ".."',
      'configMap.items[3].path: is required',
    ],
  ],
  [
    'v1/Volume',
    '{name: a, hostPath: {path: /a/../b, type: Folder}}',
    [
      'hostPath.path: must not contain ".."',
      'hostPath.type: must be DirectoryOrCreate or Directory or FileOrCreate or File or Socket or CharDevice or BlockDevice',
    ],
  ],
  ['v1/Volume', '{name: a, hostPath: {path: "", type: ""}}', ['hostPath.path: is required']],
  ['v1/Volume', '{name: a, nfs: {path: c}}', ['nfs.server: is required', 'nfs.path: must be an absolute path']],
  ['v1/DownwardAPIVolumeFile', '{path: a, fieldRef: {fieldPath: metadata.labels}}', []],
  [
    'v1/DownwardAPIVolumeFile',
    '{path: /a, mode: 512, fieldRef: {fieldPath: status.podIP}}',
    [
      'path: must be a relative path',
      'mode: must be a mode from 0 to 511 (0777); for mode 0512, write 330',
      'fieldRef.fieldPath: must be one of metadata.name, metadata.namespace, metadata.uid, metadata.labels, metadata.annotations',
    ],
  ],
  [
    'v1/DownwardAPIVolumeFile',
    '{path: a, resourceFieldRef: {resource: limits.gpu}}',
    [
      'resourceFieldRef.resource: must be limits or requests of cpu, memory, ephemeral-storage or hugepages-SIZE',
      'resourceFieldRef.containerName: is required',
    ],
  ],
  ['v1/DownwardAPIVolumeFile', '{path: ""}', ['path: is required', ': must have one of fieldRef, resourceFieldRef']],
  ['v1/VolumeProjection', '{serviceAccountToken: {path: a, expirationSeconds: 600}}', []],
  [
    'v1/VolumeProjection',
    '{serviceAccountToken: {path: ../a, expirationSeconds: 599}}',
    [
      'serviceAccountToken.path: must not contain ".."',
      'serviceAccountToken.expirationSeconds: must be from 600 to 4294967296',
    ],
  ],
  [
    'v1/VolumeProjection',
    '{secret: {name: A, items: [{key: b, path: /c}]}}',
    ['secret.name: is not an object name', 'secret.items[0].path: must be a relative path'],
  ],
  [
    'v1/VolumeProjection',
    '{configMap: {name: A, items: [{key: b, path: /c}]}}',
    ['configMap.name: is not an object name', 'configMap.items[0].path: must be a relative path'],
  ],
  [
    'v1/VolumeProjection',
    '{}',
    [': must have one of secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate'],
  ],
  [
    'v1/VolumeMount',
    '{name: a, mountPath: /a, readOnly: true, recursiveReadOnly: Enabled, mountPropagation: None}',
    [],
  ],
  [
    'v1/VolumeMount',
    '{mountPath: "a:b", subPath: /c, subPathExpr: d/../e, mountPropagation: Both, recursiveReadOnly: Sometimes}',
    [
      'name: is required',
      'mountPath: must not contain ":"',
      'subPathExpr: conflicts with subPath: set only one of them',
      'subPath: must be a relative path',
      'subPathExpr: must not contain ".."',
      'mountPropagation: must be None or HostToContainer or Bidirectional',
      'recursiveReadOnly: must be Disabled or IfPossible or Enabled',
      'recursiveReadOnly: requires readOnly',
    ],
  ],
  [
    'v1/VolumeMount',
    '{name: a, mountPath: /a, readOnly: true, recursiveReadOnly: IfPossible, mountPropagation: HostToContainer}',
    ['recursiveReadOnly: requires mountPropagation None'],
  ],
  ['v1/VolumeMount', '{name: a, mountPath: /a, recursiveReadOnly: Disabled}', []],
  ['meta/v1/ObjectMeta', '{labels: {a.b/c: d}, annotations: {e: "f g"}}', []],
  [
    'meta/v1/ObjectMeta',
    '{labels: {"a b": c, d: "e f"}, annotations: {"g h": i}}',
    [
      'annotations["g h"]: is not a valid annotation key',
      'labels["a b"]: is not a valid label key',
      'labels.d: is not a valid label value',
    ],
  ],
  [
    'meta/v1/LabelSelector',
    '{matchLabels: {a: "b c"}, matchExpressions: [{key: a, operator: Gt, values: ["1"]}, {key: a, operator: In}]}',
    [
      'matchLabels.a: is not a valid label value',
      'matchExpressions[0].operator: must be In or NotIn or Exists or DoesNotExist',
      'matchExpressions[1].values: is required with operator In',
    ],
  ],
])('%s %s', (type, yaml, expected) => {
  expect(refused(type, yaml)).toEqual(expected);
});

test('annotations have at most 256 KiB in total', () => {
  const of = (size: number) => refused('meta/v1/ObjectMeta', `{annotations: {a: ${'x'.repeat(size - 1)}}}`);
  expect(of(256 * 1024)).toEqual([]);
  expect(of(256 * 1024 + 1)).toEqual(['annotations: must have at most 262144 bytes in total']);
});

test('items of a list in the values that must be unique', () => {
  const repeated = (type: string, ...items: object[]) =>
    repeatedItems(type, items).map(({ path, message }) => `${path.join('.')}: ${message}`);
  expect(repeated('EnvVar', { name: 'a' }, { name: 'b' }, { name: 'a' })).toEqual(['2.name: is already used: a']);
  expect(repeated('Toleration', { key: 'a' }, { key: 'a' })).toEqual([]);
  expect(repeated('HostAlias', { ip: '1.1.1.1' }, { ip: '1.1.1.1' })).toEqual(['1.ip: is already used: 1.1.1.1']);
  expect(repeated('VolumeMount', {}, {})).toEqual([]);
});

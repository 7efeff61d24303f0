// Keys that many Helm charts have and the charts of this project do not: what to write instead.

/** Only errors need them. */
const hints = (): readonly (readonly [hint: string, keys: readonly string[]])[] => [
  [
    'not a value here: set the field of the rendered object with patches',
    [
      ...['args', 'automountServiceAccountToken', 'command', 'dnsConfig', 'dnsPolicy', 'enableServiceLinks'],
      ...['extraArgs', 'extraContainers', 'extraEnv', 'extraEnvVars', 'extraEnvVarsCM', 'extraEnvVarsSecret'],
      ...['extraPodSpec', 'extraVolumeMounts', 'extraVolumes', 'hostAliases', 'hostIPC', 'hostNetwork'],
      ...['initContainers', 'lifecycle', 'lifecycleHooks', 'minReadySeconds', 'persistentVolumeClaimRetentionPolicy'],
      ...['podManagementPolicy', 'revisionHistoryLimit', 'runtimeClassName', 'schedulerName', 'shareProcessNamespace'],
      ...['sidecars', 'successThreshold', 'terminationGracePeriodSeconds', 'topologySpreadConstraints'],
      ...['updateStrategy', 'customLivenessProbe', 'customReadinessProbe', 'customStartupProbe'],
      ...['clusterIP', 'externalIPs', 'externalTrafficPolicy', 'loadBalancerClass', 'loadBalancerIP'],
      ...['dataSource', 'mountPath', 'selector', 'subPath', 'subPathExpr', 'volumeName'],
      ...['loadBalancerSourceRanges', 'nodePort', 'nodePorts', 'sessionAffinity', 'sessionAffinityConfig'],
    ],
  ],
  [
    'write it as the top-level commonLabels or commonAnnotations, or as patches for a single object',
    [
      ...['additionalAnnotations', 'additionalLabels', 'annotations', 'commonAnnotations', 'commonLabels', 'labels'],
      ...['secretAnnotations', 'serviceAnnotations'],
    ],
  ],
  ['write it as the top-level global.imageRegistry', ['imageRegistry']],
  ['write it as the top-level global.imagePullSecrets', ['imagePullSecrets', 'pullSecrets']],
  ['write it as the top-level global.storageClass', ['defaultStorageClass', 'storageClass']],
  ['write it as global.namespace', ['namespaceOverride']],
  ['write it as pullPolicy of each image', ['imagePullPolicy']],
  ['write it as securityContext', ['containerSecurityContext']],
  ['write it as affinity', ['nodeAffinityPreset', 'podAffinityPreset', 'podAntiAffinityPreset']],
  ['write the amounts as resources', ['resourcesPreset']],
  ['write it as accessModes, a list', ['accessMode']],
  ['write it as the top-level extraObjects', ['extraDeploy', 'extraManifests']],
  [
    'not rendered: add the objects as the top-level extraObjects',
    ['autoscaling', 'exporter', 'metrics', 'pdb', 'podDisruptionBudget', 'prometheus', 'serviceMonitor'],
  ],
  [
    'write who may connect as from',
    ['allowExternal', 'extraIngress', 'ingressNSMatchLabels', 'ingressNSPodMatchLabels'],
  ],
  ['outgoing traffic is not limited: remove this key', ['allowExternalEgress', 'extraEgress', 'egressEntities']],
  [
    'has no effect here: remove this key',
    [
      ...['clusterDomain', 'common', 'compatibility', 'debug', 'diagnosticMode', 'kubeVersion', 'kubeVersionOverride'],
      ...['kubectl', 'podSecurityPolicy', 'psp', 'rbac', 'serviceBindings', 'sysctl', 'volumePermissions'],
    ],
  ],
  ['part of Helm, or of a chart that contains others: remove this key', ['tags', 'dependencies']],
];

/** What to write instead of a common key of Helm charts; `undefined` for other keys. */
export const helmKeyHint = (key: string): string | undefined => hints().find(([, keys]) => keys.includes(key))?.[0];

/** The same reason for several keys, for `dropped` in a schema. */
export const because = (reason: string, keys: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.map((key) => [key, reason]));

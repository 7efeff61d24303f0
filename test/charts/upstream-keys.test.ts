// Keys of the Helm charts that these charts do not have: the error says what to write instead.

import { registry } from '../../charts/registry';
import { problemsOf } from '../support/problems';

/** By chart and parent: names of keys in the Helm charts and their subcharts. */
const KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  daytona: {
    '': 'pgadmin4 extraDeploy extraManifests',
    'harbor.core':
      'revisionHistoryLimit topologySpreadConstraints serviceAnnotations initContainers configureUserSettings quotaUpdateProvider artifactPullAsyncFlushDuration gdpr',
    'harbor.core.startupProbe': 'enabled',
    'harbor.expose': 'route',
    'harbor.expose.ingress': 'controller kubeVersionOverride labels',
    'harbor.expose.tls': 'auto',
    'harbor.expose.loadBalancer': 'labels',
    'harbor.jobservice':
      'topologySpreadConstraints initContainers jobLoggers loggerSweeperDuration notification reaper',
    'harbor.metrics': 'exporter',
    'harbor.metrics.serviceMonitor': 'additionalLabels metricRelabelings relabelings',
    'harbor.nginx': 'revisionHistoryLimit topologySpreadConstraints',
    'harbor.persistence.imageChartStorage': 'swift oss',
    'harbor.imageChartStorage': 'swift oss',
    'harbor.registry': 'revisionHistoryLimit initContainers relativeurls middleware upload_purging',
    'harbor.registry.registry': 'extraEnvVars',
    'harbor.trivy': 'topologySpreadConstraints initContainers debugMode',
    harbor:
      'internalTLS ipFamily imagePullPolicy caSecretName proxy enableMigrateHelmHook trace cache containerSecurityContext exporter',
    'minio.networkPolicy': 'flavor allowExternal egressEntities',
    'minio.persistence': 'volumeName accessMode subPath',
    'minio.postJob': 'podAnnotations annotations securityContext nodeSelector tolerations affinity',
    'minio.securityContext': 'enabled fsGroup fsGroupChangePolicy',
    'minio.service': 'clusterIP nodePort loadBalancerIP externalIPs loadBalancerSourceRanges externalTrafficPolicy',
    minio:
      'imagePullSecrets additionalLabels additionalAnnotations ignoreChartChecksums extraArgs extraVolumes extraVolumeMounts extraContainers minioAPIPort minioConsolePort deploymentUpdate statefulSetUpdate runtimeClassName certsPath configPathmc mountPath bucketRoot drivesPerNode pools trustedCertsSecret ingress consoleIngress topologySpreadConstraints containerSecurityContext makePolicyJob makeUserJob svcaccts makeServiceAccountJob makeBucketJob customCommandJob oidc metrics etcd',
    'postgresql.auth': 'enablePostgresUser replicationUsername replicationPassword usePasswordFiles',
    'postgresql.auth.secretKeys': 'replicationPasswordKey',
    'postgresql.backup.cronjob':
      'concurrencyPolicy restartPolicy networkPolicy command labels annotations containerSecurityContext resourcesPreset extraVolumeMounts extraVolumes',
    'postgresql.backup.cronjob.storage': 'resourcePolicy mountPath subPath volumeClaimTemplates',
    'postgresql.global': 'imageRegistry imagePullSecrets defaultStorageClass storageClass postgresql compatibility',
    'postgresql.image': 'pullSecrets debug',
    'postgresql.primary.livenessProbe': 'enabled successThreshold',
    'postgresql.primary.networkPolicy':
      'allowExternal allowExternalEgress extraIngress extraEgress ingressNSMatchLabels ingressNSPodMatchLabels',
    'postgresql.primary.persistence': 'volumeName mountPath subPath labels selector dataSource',
    'postgresql.primary.podSecurityContext': 'enabled',
    'postgresql.primary':
      'name configuration pgHbaConfiguration existingConfigmap extendedConfiguration existingExtendedConfigmap initdb preInitDb standby extraEnvVars extraEnvVarsCM extraEnvVarsSecret command args customLivenessProbe customReadinessProbe customStartupProbe lifecycleHooks resourcesPreset containerSecurityContext automountServiceAccountToken hostAliases hostNetwork hostIPC labels annotations podAffinityPreset podAntiAffinityPreset nodeAffinityPreset topologySpreadConstraints schedulerName updateStrategy extraVolumeMounts extraVolumes sidecars initContainers pdb extraPodSpec service persistentVolumeClaimRetentionPolicy',
    postgresql:
      'common kubeVersion namespaceOverride clusterDomain extraDeploy commonLabels commonAnnotations secretAnnotations diagnosticMode replication containerPorts audit ldap postgresqlDataDir postgresqlSharedPreloadLibraries shmVolume tls readReplicas passwordUpdateJob volumePermissions serviceBindings rbac psp',
    'postgresql.metrics':
      'collectors customMetrics extraEnvVars containerSecurityContext livenessProbe readinessProbe startupProbe customLivenessProbe customReadinessProbe customStartupProbe containerPorts resourcesPreset service serviceMonitor prometheusRule',
    'redis.auth': 'sentinel usePasswordFiles usePasswordFileFromSecret acl',
    'redis.metrics':
      'containerPorts startupProbe livenessProbe readinessProbe command redisTargetHost extraArgs extraEnvVars containerSecurityContext extraVolumes extraVolumeMounts resourcesPreset service serviceMonitor prometheusRule',
    'redis.metrics.podMonitor':
      'namespace additionalLabels honorLabels relabelings metricRelabelings podTargetLabels sampleLimit targetLimit',
    'redis.replica':
      'kind revisionHistoryLimit configuration disableCommands command args enableServiceLinks preExecCmds extraFlags extraEnvVars externalMaster containerPorts startupProbe resourcesPreset resources podSecurityContext containerSecurityContext schedulerName updateStrategy priorityClassName podLabels podAnnotations affinity nodeSelector tolerations persistence service serviceAccount autoscaling pdb annotations',
    redis:
      'master common kubeVersion namespaceOverride commonLabels commonAnnotations configmapChecksumAnnotations secretChecksumAnnotations secretAnnotations clusterDomain extraDeploy useHostnames nameResolutionThreshold nameResolutionTimeout diagnosticMode architecture commonConfiguration existingConfigmap sentinel serviceBindings podSecurityPolicy rbac pdb tls volumePermissions kubectl sysctl useExternalDNS',
  },
  'daytona-region': {
    'services.runnermanager': 'replicaCount',
  },
  peerpods: {
    'kata-deploy':
      'deploymentMode job imagePullSecrets kubectlImage monitor containerd startupTaints updateStrategy logLevel health runtimeClasses env node-feature-discovery verification customRuntimes',
    'kata-deploy.snapshotter': 'erofsMergeMode erofsSnapshotterMode erofsDmverity',
  },
};

const cases = Object.entries(KEYS).flatMap(([chart, parents]) =>
  Object.entries(parents).map(([parent, keys]) => ({ chart, parent, keys: keys.split(' ') })),
);

const nested = (path: readonly string[], value: unknown): object =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

test.each(cases)('$chart: $parent', ({ chart, parent, keys }) => {
  const system = registry.find(({ name }) => name === chart)?.load();
  if (system === undefined) throw new Error(`there is no chart ${chart}`);
  const path = parent === '' ? [] : parent.split('.');
  const lines = problemsOf(system, nested(path, Object.fromEntries(keys.map((key) => [key, 'x']))));
  for (const key of keys) {
    const about = lines.filter((line) => line.startsWith(`${[...path, key].join('.')}: unknown key`));
    expect([key, about]).toEqual([key, [expect.stringMatching(INSTEAD)]]);
  }
});

/** A sentence that says what to do. */
const INSTEAD = /unknown key \((?!did you mean|expected one of)[^)]{12,}\)$/;

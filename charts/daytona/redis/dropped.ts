// Keys of Bitnami's chart that the built-in Redis does not have, and what to write instead.

import { because } from '../../../lib/values/foreign/helm-keys';

const ALL_SERVERS = 'replicas have the settings of the first server, which are directly under redis: remove this key';
const NO_FAILOVER = 'there is no failover: for a redundant Redis, use externalRedis';
const CONFIGURATION =
  'the configuration is fixed except for maxmemory: set the field of the rendered object with patches';

export const droppedOfRedis = {
  ...because(CONFIGURATION, ['commonConfiguration', 'existingConfigmap']),
  ...because('a changed Secret or ConfigMap always restarts the pods: remove this key', [
    ...['configmapChecksumAnnotations', 'secretChecksumAnnotations'],
  ]),
  ...because(NO_FAILOVER, [
    ...['sentinel', 'useHostnames', 'nameResolutionThreshold', 'nameResolutionTimeout', 'useExternalDNS'],
  ]),
  architecture: 'write the number of read replicas as redis.replica.replicaCount',
  tls: 'the built-in server has no TLS, and only the pods of the platform reach it: for TLS, use externalRedis',
};

export const droppedOfAuth = {
  ...because('the password is always a file: remove this key', ['usePasswordFiles', 'usePasswordFileFromSecret']),
  sentinel: NO_FAILOVER,
  acl: 'there is one user, with redis.auth.password: for others, use externalRedis',
};

export const droppedOfReplicas = because(ALL_SERVERS, [
  ...['kind', 'configuration', 'disableCommands', 'preExecCmds', 'extraFlags', 'containerPorts', 'startupProbe'],
  ...['livenessProbe', 'readinessProbe', 'resources', 'resourcesPreset', 'podSecurityContext', 'priorityClassName'],
  ...['containerSecurityContext', 'podLabels', 'podAnnotations', 'affinity', 'nodeSelector', 'tolerations'],
  ...['persistence', 'service', 'serviceAccount', 'externalMaster'],
]);

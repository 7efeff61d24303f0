// Values of the built-in Redis, with the Helm chart's keys.

import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { dataKey } from '../../../lib/k8s/common';
import { port } from '../../../lib/k8s/network/service';
import { persistenceValues } from '../../../lib/k8s/storage/claims';
import { imageValues } from '../../../lib/k8s/workload/image';
import { probeValues } from '../../../lib/k8s/workload/probes';
import { quantity, resourceValues } from '../../../lib/k8s/workload/resources';
import { credential } from '../../../lib/values/schema/credential';
import { boolean, integer, object, objectName, optional, type Static } from '../../../lib/values/schema/schema';
import { bitnamiGlobalValues, clientPolicyValues, nameValues, podValues } from '../connections/built-in';
import { exporterValues } from '../connections/exporter';
import { droppedOfAuth, droppedOfRedis, droppedOfReplicas } from './dropped';

/** User and group of the Debian images of Redis and Valkey. */
const REDIS_UID = 999;

/** User and group of the exporter's image. */
const EXPORTER_UID = 59000;

const auth = object(
  () => ({
    enabled: optional(
      boolean({ description: 'Whether clients must authenticate. By default they must if a password is set.' }),
    ),
    password: credential({
      description: 'The password.',
      generate: 'password',
      pattern: '^[^\\n]+$',
      expected: 'a single line',
    }),
    existingSecret: objectName({
      description: 'Existing Secret with the password, instead of the value.',
      default: '',
    }),
    existingSecretPasswordKey: dataKey({
      description: 'Key of the password in that Secret.',
      default: 'redis-password',
    }),
  }),
  { description: 'Authentication.', dropped: droppedOfAuth },
);

export const redisValues = () =>
  object(
    () => ({
      enabled: boolean({
        description: 'Whether to run Redis in the cluster. If not, externalRedis is used.',
        default: true,
      }),
      ...nameValues(),
      global: bitnamiGlobalValues(),
      image: imageValues({ registry: 'docker.io', repository: 'library/redis' }),
      auth,
      serviceAccount: serviceAccountValues(),
      persistence: persistenceValues('1Gi'),
      containerPorts: object({
        redis: port({
          description: 'Port that the server listens on. The Service port is always 6379.',
          default: 6379,
        }),
      }),
      replica: object(
        {
          replicaCount: integer({
            description: 'Number of read replicas. There is no automatic failover.',
            default: 0,
            minimum: 0,
          }),
        },
        { description: 'Read replicas.', dropped: droppedOfReplicas },
      ),
      maxmemory: quantity({
        description:
          "Memory limit for data, above which writes are rejected; defaults to 75% of the container's memory limit.",
        default: '',
        resource: 'memory',
      }),
      resources: resourceValues({ requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } }),
      startupProbe: probeValues({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 30 }),
      livenessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 3 }),
      readinessProbe: probeValues({ periodSeconds: 5, timeoutSeconds: 3 }),
      metrics: exporterValues({ registry: 'docker.io', repository: 'oliver006/redis_exporter' }, EXPORTER_UID),
      networkPolicy: clientPolicyValues('Allows traffic to Redis from its clients only.'),
      ...podValues(REDIS_UID),
    }),
    {
      description: 'Redis 8 in the cluster.',
      renamed: { master: 'redis.persistence, redis.containerPorts, redis.resources and the like' },
      dropped: droppedOfRedis,
    },
  );

export type RedisValues = Static<ReturnType<typeof redisValues>>;

/** Whether clients need a password. */
export const asksPassword = ({ auth }: RedisValues): boolean =>
  auth.enabled ?? (auth.password !== '' || auth.existingSecret !== '');

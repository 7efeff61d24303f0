// Values of Harbor's database and Redis, in the cluster or external.

import { annotationMap, labelMap } from '../../../../lib/k8s/common';
import { quantity, type Resources, resourceValues } from '../../../../lib/k8s/workload/resources';
import { credential } from '../../../../lib/values/schema/credential';
import { boolean, choice, integer, object, objectName, optional, text } from '../../../../lib/values/schema/schema';
import { componentValues, DATABASE_UID, extraContainers, harborImage, plainProbes } from './component-values';

const serviceType = choice(['internal', 'external'], {
  description: 'internal: a separate server in the cluster. external: an existing server.',
  default: 'internal',
});

/** Labels and annotations of the pods are one level higher, as in the Helm chart. */
const pods = () => {
  const { podLabels: _labels, podAnnotations: _annotations, ...rest } = componentValues(DATABASE_UID, {});
  return rest;
};
const notes = {
  podLabels: labelMap('Labels added to the pod.'),
  podAnnotations: annotationMap('Annotations added to the pod.'),
};

const initResources = (description: string, amounts?: Resources) =>
  object({ resources: resourceValues(amounts) }, { description });

export const database = object(
  () => ({
    type: serviceType,
    internal: object(
      {
        image: harborImage('harbor-db'),
        password: credential({ description: 'Password of the user postgres.', generate: 'password' }),
        existingSecret: objectName({
          description: 'Existing Secret with the password as POSTGRES_PASSWORD, instead of the value.',
          default: '',
        }),
        shmSizeLimit: quantity({ description: 'Shared memory.', default: '512Mi', resource: 'memory' }),
        ...plainProbes(),
        initContainer: object(
          {
            permissions: initResources('Settings of the init container that restricts access to the data directory.', {
              requests: { cpu: '10m', memory: '32Mi' },
            }),
            migrator: initResources('Has no effect: there is no migrator anymore.'),
          },
          { description: 'Init containers of the server.' },
        ),
        extrInitContainers: extraContainers('Additional init containers, run before the built-in one.'),
        ...pods(),
        resources: resourceValues({ requests: { cpu: '100m', memory: '256Mi' } }),
      },
      { description: 'The server in the cluster. Its password only takes effect on an empty volume.' },
    ),
    external: object(
      {
        host: text({
          description: 'Host; if empty, all settings of externalDatabase are used, except the database.',
          default: '',
        }),
        port: text({ description: 'Port.', default: '5432', pattern: '^\\d{1,5}$', expected: 'a port number' }),
        username: text({ description: 'User.', default: 'user', minLength: 1 }),
        password: credential({ description: 'Its password.' }),
        coreDatabase: text({
          description: 'Name of the database, which must exist.',
          default: 'registry',
          minLength: 1,
        }),
        existingSecret: objectName({
          description: 'Existing Secret with the key password, instead of the value.',
          default: '',
        }),
        sslmode: choice(['disable', 'require', 'verify-ca', 'verify-full'], {
          description: 'TLS mode of the connection. Use caBundleSecretName to trust your own CA.',
          default: 'verify-full',
        }),
      },
      { description: 'The external server.' },
    ),
    maxIdleConns: integer({ description: 'Maximum number of idle connections of core.', default: 100, minimum: 0 }),
    maxOpenConns: integer({
      description: 'Maximum number of open connections of core; 0 means no limit.',
      default: 900,
      minimum: 0,
    }),
    ...notes,
  }),
  { description: "Harbor's database." },
);

const index = (description: string, value: string) =>
  text({ description, default: value, pattern: '^\\d{1,2}$', expected: 'a database number' });

const indexes = () => ({
  jobserviceDatabaseIndex: index('Redis database of jobservice.', '1'),
  registryDatabaseIndex: index('Redis database of the registry.', '2'),
  trivyAdapterIndex: index('Redis database of Trivy.', '5'),
  harborDatabaseIndex: optional(
    text({ description: 'Redis database of core for everything except sessions.', pattern: '^\\d{1,2}$' }),
  ),
  cacheLayerDatabaseIndex: optional(text({ description: "Redis database of core's cache.", pattern: '^\\d{1,2}$' })),
});

export const redis = object(
  () => ({
    type: serviceType,
    internal: object(
      {
        image: harborImage('redis-photon'),
        ...plainProbes(),
        initContainers: extraContainers('Init containers.'),
        ...indexes(),
        ...pods(),
        resources: resourceValues({ requests: { cpu: '50m', memory: '128Mi' } }),
      },
      { description: 'The server in the cluster. It has no password; the NetworkPolicy restricts access.' },
    ),
    external: object(
      {
        addr: text({
          description: 'host:port, or a comma-separated list for Sentinel; defaults to externalRedis.',
          default: '',
          pattern: '^[^\\s,:/@]+:\\d{1,5}(,[^\\s,:/@]+:\\d{1,5})*$',
          expected: 'host:port',
        }),
        sentinelMasterSet: text({ description: 'Name of the Sentinel master set.', default: '' }),
        tlsOptions: object({ enable: boolean({ description: 'Whether to use TLS.', default: false }) }),
        coreDatabaseIndex: index(
          'Redis database of core. Daytona uses database 0 of its own Redis: do not share it.',
          '0',
        ),
        ...indexes(),
        username: text({
          description: 'User name. The registry does not support one and logs in without it.',
          default: '',
        }),
        password: credential({ description: 'Password. Optional.' }),
        existingSecret: objectName({
          description:
            'Existing Secret with the password as REDIS_PASSWORD, instead of the value. The password may contain only letters, digits, "-", "_", "." and "~".',
          default: '',
        }),
      },
      { description: 'The external server.' },
    ),
    ...notes,
  }),
  { description: "Harbor's Redis." },
);

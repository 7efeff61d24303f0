// Values of Harbor's database and Redis: in the cluster, or outside.

import { annotationMap, labelMap } from '../../../lib/k8s/common';
import { quantity, type Resources, resourceValues } from '../../../lib/k8s/resources';
import { credential } from '../../../lib/values/credential';
import { boolean, choice, integer, object, objectName, optional, text } from '../../../lib/values/schema';
import { componentValues, DATABASE_UID, extraContainers, harborImage, plainProbes } from './component-values';

const whereabouts = choice(['internal', 'external'], {
  description: 'A server of its own in the cluster, or one outside.',
  default: 'internal',
});

/** Labels and annotations of the pods stand one level higher, as in the Helm chart. */
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
  {
    type: whereabouts,
    internal: object(
      {
        image: harborImage('harbor-db'),
        password: credential({ description: 'Password of the user postgres.', generate: 'password' }),
        existingSecret: objectName({ description: 'Secret with it as POSTGRES_PASSWORD instead.', default: '' }),
        shmSizeLimit: quantity({ description: 'Shared memory.', default: '512Mi' }),
        ...plainProbes(),
        initContainer: object(
          {
            permissions: initResources('The one that closes the directory.', {
              requests: { cpu: '10m', memory: '32Mi' },
            }),
            migrator: initResources('Has no effect: there is no migrator any more.'),
          },
          { description: 'Closes the data directory before the server starts.' },
        ),
        extrInitContainers: extraContainers('More init containers, before the built-in one.'),
        ...pods(),
        resources: resourceValues({ requests: { cpu: '100m', memory: '256Mi' } }),
      },
      { description: 'The server in the cluster. Its password is read on an empty volume only.' },
    ),
    external: object(
      {
        host: text({ description: 'Host; empty takes all of externalDatabase but the database.', default: '' }),
        port: text({ description: 'Port.', default: '5432', pattern: '^\\d{1,5}$', expected: 'a port number' }),
        username: text({ description: 'User.', default: 'user', minLength: 1 }),
        password: credential({ description: 'Its password.' }),
        coreDatabase: text({ description: 'Database; it must exist.', default: 'registry', minLength: 1 }),
        existingSecret: objectName({ description: 'Secret with the password as password instead.', default: '' }),
        sslmode: choice(['disable', 'require', 'verify-ca', 'verify-full'], {
          description: 'TLS of the connection. caBundleSecretName brings a certificate authority of your own.',
          default: 'verify-full',
        }),
      },
      { description: 'The server outside.' },
    ),
    maxIdleConns: integer({ description: 'Connections that core keeps open.', default: 100, minimum: 0 }),
    maxOpenConns: integer({ description: 'Most connections of core; 0 is no limit.', default: 900, minimum: 0 }),
    ...notes,
  },
  { description: "Harbor's database." },
);

const index = (description: string, value: string) =>
  text({ description, default: value, pattern: '^\\d{1,2}$', expected: 'the number of a database' });

const indexes = () => ({
  jobserviceDatabaseIndex: index('Database of jobservice.', '1'),
  registryDatabaseIndex: index('Database of the registry.', '2'),
  trivyAdapterIndex: index('Database of Trivy.', '5'),
  harborDatabaseIndex: optional(
    text({ description: 'Database of core for what is no session.', pattern: '^\\d{1,2}$' }),
  ),
  cacheLayerDatabaseIndex: optional(text({ description: "Database of core's cache.", pattern: '^\\d{1,2}$' })),
});

export const redis = object(
  {
    type: whereabouts,
    internal: object(
      {
        image: harborImage('redis-photon'),
        ...plainProbes(),
        initContainers: extraContainers('Init containers.'),
        ...indexes(),
        ...pods(),
        resources: resourceValues({ requests: { cpu: '50m', memory: '128Mi' } }),
      },
      { description: 'The server in the cluster. It asks for no password; the network policy guards it.' },
    ),
    external: object(
      {
        addr: text({
          description: 'host:port, for Sentinel several with commas; empty takes externalRedis.',
          default: '',
          pattern: '^[^\\s,:/@]+:\\d{1,5}(,[^\\s,:/@]+:\\d{1,5})*$',
          expected: 'host:port',
        }),
        sentinelMasterSet: text({ description: 'Master set of Sentinel.', default: '' }),
        tlsOptions: object({ enable: boolean({ description: 'Whether to use TLS.', default: false }) }),
        coreDatabaseIndex: index('Database of core. Daytona uses 0 of its own Redis: share none with it.', '0'),
        ...indexes(),
        username: text({ description: 'User; the registry cannot use one and logs in without.', default: '' }),
        password: credential({ description: 'Password. May stay empty.' }),
        existingSecret: objectName({
          description:
            'Secret with the password as REDIS_PASSWORD instead: letters, digits, "-", "_", "." and "~" only.',
          default: '',
        }),
      },
      { description: 'The server outside.' },
    ),
    ...notes,
  },
  { description: "Harbor's Redis." },
);

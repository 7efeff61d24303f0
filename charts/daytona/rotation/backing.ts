// How to replace the credentials of databases, Redis and object storage.

import { APPLY, issued } from '../../../lib/render/lifecycle/common-rotations';
import type { Rotation, Rotations } from '../../../lib/render/lifecycle/rotation';

/** The image reads its passwords on an empty volume only. */
const inDatabase = (user: string, impact: string, readers: string): Rotation => ({
  readers,
  order: [
    `change it in the database, where it asks for the value: \`kubectl exec -it R-postgresql-0 -n NS -- psql -U postgres -c '\\password ${user}'\``,
    APPLY,
  ],
  impact,
});

const backupKey = issued('the object store', 'the backup CronJob', {
  impact: 'none: the next run reads the next value',
});

export const backingRotations: Rotations = {
  'externalDatabase.password': {
    issuer: 'the database service',
    readers: 'API, migrations',
    order: ['change it in the database', `${APPLY} at once`],
    impact:
      'new connections fail between the two steps; to avoid that, create a second user with the same rights, and change user and password together',
  },
  'externalRedis.password': {
    issuer: 'the Redis service',
    readers: 'API, migrations, proxy',
    order: ['add it as a second password, if the service can', APPLY, 'remove the old one'],
    impact: 'none while both are valid; otherwise API and proxy fail until they have restarted',
  },
  'postgresql.auth.postgresPassword': inDatabase('postgres', 'PostgreSQL restarts', 'PostgreSQL, on an empty volume'),
  'postgresql.auth.password': inDatabase(
    'user',
    'new connections fail between the two steps; PostgreSQL, API and the next migration restart',
    'API, migrations, backups; PostgreSQL, on an empty volume',
  ),
  'postgresql.backup.s3.accessKey': backupKey,
  'postgresql.backup.s3.secretKey': backupKey,
  'redis.auth.password': {
    readers: 'Redis, API, migrations, proxy',
    order: [APPLY],
    impact: 'API and proxy fail until all of them have restarted; data are kept',
  },
  'minio.rootPassword': {
    readers: 'MinIO, the Job that creates buckets; API and runners, without `minio.user`',
    order: [`${APPLY} (with fingerprintKey, the Job runs again)`],
    impact: 'MinIO restarts',
  },
  'minio.user.secretKey': {
    readers: 'API, runners in another namespace, the Job that creates users',
    order: [`${APPLY}: the Job sets it in MinIO (it runs again with fingerprintKey only)`],
    impact: 'volumes and snapshots fail until the Job has run and the API has restarted',
  },
  'minio.users[].secretKey': {
    issuer: 'you',
    readers: 'your programs, the Job that creates users',
    order: [`${APPLY}: the Job sets it in MinIO`, 'change it in your programs'],
    impact: 'programs with the old key are refused',
  },
};

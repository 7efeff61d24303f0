// PostgreSQL, Redis and MinIO as one system.

import { minio, minioRules, minioValues } from '../../../charts/daytona/minio';
import { postgresql, postgresqlRules, postgresqlValues } from '../../../charts/daytona/postgresql';
import { redis, redisRules, redisValues } from '../../../charts/daytona/redis';
import { object, type Static } from '../../../lib/values/schema/schema';
import { clients, platformValues, systemOf } from './system';

const schema = object({
  postgresql: postgresqlValues(),
  redis: redisValues(),
  minio: minioValues(),
  ...platformValues,
});
type Values = Static<typeof schema>;

export const system = systemOf(schema, {
  rules: [
    ...postgresqlRules((v: Values) => v.postgresql),
    ...redisRules((v: Values) => v.redis),
    ...minioRules((v: Values) => v.minio),
  ],
  build(scope, release, values) {
    if (values.postgresql.enabled) postgresql(scope, release, values.postgresql, { clients });
    if (values.redis.enabled) redis(scope, release, values.redis, { clients });
    if (values.minio.enabled) minio(scope, release, values.minio, { clients });
  },
});

/** The minimum values. */
export const minimal = {
  postgresql: { auth: { postgresPassword: 'Zx81-admin', password: 'Zx81-client' } },
  redis: { auth: { password: 'Zx81-redis' } },
  minio: { enabled: true, rootPassword: 'Zx81-root-pw', user: { secretKey: 'Zx81-user-pw' } },
};

// Rules between the values of the built-in PostgreSQL.

import { requestsWithinLimits } from '../../../lib/k8s/workload/resources';
import { credentialRules } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { officialImage, SECRETS_COMMAND } from '../built-in';
import { SUPERUSER } from './database';
import type { PostgresqlValues } from './values';

export function postgresqlRules<V>(select: (values: V) => PostgresqlValues): Rule<V>[] {
  const common = {
    existing: (values: V) => select(values).auth.existingSecret,
    command: SECRETS_COMMAND,
    published: ['pass'],
  };
  return [
    ...credentialRules<V>({
      ...common,
      at: (v) => select(v).auth.postgresPassword,
      needed: (v) => select(v).enabled,
    }),
    ...credentialRules<V>({
      ...common,
      at: (v) => select(v).auth.password,
      needed: (v) => select(v).enabled && select(v).auth.username !== SUPERUSER,
    }),
    officialImage(select, 'docker.io/library/postgres'),
    requestsWithinLimits((v: V) => select(v).primary.resources),
  ];
}

// Rules between the values of the built-in PostgreSQL.

import { credentialRules } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { officialImage, SECRETS_COMMAND } from '../connections/built-in';
import { exporterRules } from '../connections/exporter';
import { backupRules } from './backup/rules';
import { SUPERUSER } from './database';
import type { PostgresqlValues } from './values';

/** Major version of the default image; only the data of the same one can be read. */
const MAJOR = '17';

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
    (values, report) => {
      const { enabled, image } = select(values);
      const major = /^(\d+)/.exec(image.tag)?.[1];
      if (!enabled || major === undefined || major === MAJOR) return;
      report.warning(
        (v) => select(v).image.tag,
        `PostgreSQL ${major} cannot read a volume of ${MAJOR}, the version of this chart: dump and restore existing data (see daytona-data-migration.md)`,
      );
    },
    ...exporterRules(select, 'postgresql'),
    ...backupRules(select),
  ];
}

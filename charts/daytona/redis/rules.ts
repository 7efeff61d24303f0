// Rules between the values of the built-in Redis.

import { requestsWithinLimits } from '../../../lib/k8s/workload/resources';
import { compareQuantities } from '../../../lib/names/quantity';
import { credentialRules } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { officialImage, SECRETS_COMMAND } from '../connections/built-in';
import { asksPassword, type RedisValues } from './values';

export function redisRules<V>(select: (values: V) => RedisValues): Rule<V>[] {
  return [
    ...credentialRules<V>({
      at: (v) => select(v).auth.password,
      existing: (v) => select(v).auth.existingSecret,
      needed: (v) => select(v).enabled && asksPassword(select(v)),
      command: SECRETS_COMMAND,
    }),
    (values, report) => {
      const { enabled, auth } = select(values);
      if (enabled && auth.enabled === false && (auth.password || auth.existingSecret)) {
        report.error((v) => select(v).auth.enabled, 'is false, but a password is set: set it to true');
      }
    },
    (values, report) => {
      const { enabled, auth } = select(values);
      if (!enabled || asksPassword(select(values)) || auth.password) return;
      const open = 'anyone who can reach the port can read and write everything';
      if (auth.enabled === false) report.warning((v) => select(v).auth.enabled, `is false: ${open}`);
      else report.warning((v) => select(v).auth.password, `is not set: ${open} (\`${SECRETS_COMMAND}\` generates one)`);
    },
    (values, report) => {
      const { persistence, replica } = select(values);
      if (persistence.existingClaim && replica.replicaCount > 0) {
        report.error(
          (v) => select(v).persistence.existingClaim,
          'works with one server only: with replicas, leave it empty, and each one gets its own claim',
        );
      }
    },
    (values, report) => {
      const { maxmemory, resources } = select(values);
      const limit = resources.limits.memory;
      if (maxmemory && limit !== undefined && compareQuantities(maxmemory, limit) >= 0) {
        report.error((v) => select(v).maxmemory, `must be smaller than the memory limit (${limit})`);
      }
    },
    officialImage(select, 'docker.io/library/redis'),
    requestsWithinLimits((v: V) => select(v).resources),
  ];
}

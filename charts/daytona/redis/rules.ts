// Rules between the values of the built-in Redis.

import { isOlder } from '../../../lib/names/image-version';
import { compareQuantities } from '../../../lib/names/quantity';
import { credentialRules } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { officialImage, SECRETS_COMMAND } from '../connections/built-in';
import { exporterRules } from '../connections/exporter';
import { METRICS } from './server';
import { asksPassword, type RedisValues } from './values';

/** Exporters since this version can refuse requests that name a server. */
const CLOSED_SINCE = 'v1.83.0';

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
    (values, report) => {
      const { metrics, containerPorts } = select(values);
      if (metrics.enabled && containerPorts.redis === METRICS) {
        report.error((v) => select(v).containerPorts.redis, 'is the port of the exporter: choose another one');
      }
    },
    (values, report) => {
      const { enabled, metrics } = select(values);
      if (enabled && metrics.enabled && isOlder(metrics.image.tag, CLOSED_SINCE)) {
        report.warning(
          (v) => select(v).metrics.image.tag,
          `exporters before ${CLOSED_SINCE} send the password to any server that a request names: use a newer one`,
        );
      }
    },
    ...exporterRules(select, 'redis'),
    officialImage(select, 'docker.io/library/redis'),
  ];
}

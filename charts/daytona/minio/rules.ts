// Contradictions between the values of the built-in MinIO.

import { requestsWithinLimits } from '../../../lib/k8s/resources';
import { credentialRules } from '../../../lib/values/credential';
import type { Rule } from '../../../lib/values/validate';
import { SECRETS_COMMAND } from '../built-in';
import { hasUser, type MinioValues } from './values';

/** Fewer servers cannot lose one and go on. */
const FEWEST_SERVERS = 4;

export function minioRules<V>(select: (values: V) => MinioValues): Rule<V>[] {
  return [
    ...credentialRules<V>({
      at: (v) => select(v).rootPassword,
      existing: (v) => select(v).existingSecret,
      needed: (v) => select(v).enabled,
      command: SECRETS_COMMAND,
      published: ['minioadmin', 'minio123'],
    }),
    ...credentialRules<V>({
      at: (v) => select(v).user.secretKey,
      existing: (v) => select(v).user.existingSecret,
      needed: (v) => select(v).enabled && select(v).user.secretKey !== '',
      command: SECRETS_COMMAND,
      published: ['minioadmin', 'console123'],
    }),
    (values, report) => {
      if (select(values).enabled && !hasUser(select(values))) {
        report.warning(
          (v) => select(v).user.secretKey,
          `is not given: Daytona works as the administrator (\`${SECRETS_COMMAND}\` makes one)`,
        );
      }
    },
    (values, report) => {
      const { enabled, mode, replicas } = select(values);
      if (!enabled) return;
      if (mode === 'standalone' && replicas > 1) {
        report.error((v) => select(v).replicas, 'must be 1 in standalone mode: one server owns the volume');
      }
      if (mode === 'distributed' && replicas < FEWEST_SERVERS) {
        report.error((v) => select(v).replicas, `must be at least ${FEWEST_SERVERS} in distributed mode`);
      }
    },
    (values, report) => {
      const { enabled, mode, persistence } = select(values);
      if (enabled && mode === 'distributed' && persistence.existingClaim) {
        report.error((v) => select(v).persistence.existingClaim, 'serves one server: use it in standalone mode only');
      }
    },
    (values, report) => {
      const { enabled, tls } = select(values);
      if (enabled && tls.enabled && !tls.certSecret) {
        report.error((v) => select(v).tls.certSecret, 'is required with tls (the Secret that holds the certificate)');
      }
    },
    (values, report) => {
      const { enabled, buckets } = select(values);
      if (enabled && buckets.length === 0) {
        report.error((v) => select(v).buckets, 'must name at least one bucket: Daytona keeps its objects in the first');
      }
    },
    (values, report) => {
      for (const [index, { objectlocking, versioning }] of select(values).buckets.entries()) {
        if (objectlocking && !versioning) {
          report.error((v) => select(v).buckets[index]?.versioning, 'must be true with objectlocking');
        }
      }
    },
    (values, report) => {
      const { buckets } = select(values);
      for (const [index, { name }] of buckets.entries()) {
        if (buckets.findIndex((other) => other.name === name) !== index) {
          report.error((v) => select(v).buckets[index]?.name, `${name} is there twice`);
        }
      }
    },
    (values, report) => {
      const { enabled, existingSecret, rootUser, user } = select(values);
      if (
        enabled &&
        !existingSecret &&
        hasUser(select(values)) &&
        !user.existingSecret &&
        rootUser === user.accessKey
      ) {
        report.error((v) => select(v).user.accessKey, 'must differ from the name of the administrator');
      }
    },
    requestsWithinLimits((v: V) => select(v).resources),
    requestsWithinLimits((v: V) => select(v).postJob.resources),
  ];
}

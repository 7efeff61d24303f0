// Rules between the values of the built-in MinIO.

import { credentialRules, reportPublished } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { SECRETS_COMMAND } from '../connections/built-in';
import { CANNED_POLICIES, OWN_POLICY } from './policies';
import { hasUser, type MinioValues } from './values';

/** Fewer servers cannot tolerate the loss of one. */
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
      published: PUBLISHED,
    }),
    (values, report) => {
      if (select(values).enabled && !hasUser(select(values))) {
        report.warning(
          (v) => select(v).user.secretKey,
          `is not set: Daytona uses the administrator account (\`${SECRETS_COMMAND}\` generates one)`,
        );
      }
    },
    (values, report) => {
      const { enabled, mode, replicas } = select(values);
      if (!enabled) return;
      if (mode === 'standalone' && replicas > 1) {
        report.error((v) => select(v).replicas, 'must be 1 in standalone mode: the volume belongs to a single server');
      }
      if (mode === 'distributed' && replicas < FEWEST_SERVERS) {
        report.error((v) => select(v).replicas, `must be at least ${FEWEST_SERVERS} in distributed mode`);
      }
    },
    (values, report) => {
      const { enabled, mode, persistence } = select(values);
      if (enabled && mode === 'distributed' && persistence.existingClaim) {
        report.error(
          (v) => select(v).persistence.existingClaim,
          'works with one server only: use it in standalone mode',
        );
      }
    },
    (values, report) => {
      const { enabled, tls } = select(values);
      if (enabled && tls.enabled && !tls.certSecret) {
        report.error((v) => select(v).tls.certSecret, 'is required with tls (the Secret with the certificate)');
      }
    },
    (values, report) => {
      const { enabled, buckets } = select(values);
      if (enabled && buckets.length === 0) {
        report.error(
          (v) => select(v).buckets,
          'must list at least one bucket: Daytona stores its objects in the first one',
        );
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
          report.error((v) => select(v).buckets[index]?.name, `duplicate name ${name}`);
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
    ...additionalUsers(select),
  ];
}

/** Secret keys that are published in MinIO's documentation and charts. */
const PUBLISHED = ['minioadmin', 'console123'];

function additionalUsers<V>(select: (values: V) => MinioValues): Rule<V>[] {
  return [
    (values, report) => {
      const { enabled, users, policies, rootUser, user } = select(values);
      if (!enabled) return;
      const known = [...CANNED_POLICIES, ...policies.map(({ name }) => name)];
      const taken = [rootUser, ...(hasUser(select(values)) ? [user.accessKey] : [])];
      for (const [index, { accessKey, secretKey, existingSecret, policy }] of users.entries()) {
        if (taken.includes(accessKey) || users.findIndex((other) => other.accessKey === accessKey) !== index) {
          report.error((v) => select(v).users[index]?.accessKey, `duplicate user ${accessKey}`);
        }
        if (!secretKey && !existingSecret) {
          report.error((v) => select(v).users[index]?.secretKey, 'is required (or set existingSecret)');
        }
        if (secretKey && existingSecret) {
          report.error((v) => select(v).users[index]?.secretKey, 'conflicts with existingSecret: set only one of them');
        }
        if (PUBLISHED.includes(secretKey)) {
          reportPublished(values, report, (v) => select(v).users[index]?.secretKey);
        }
        if (!known.includes(policy)) {
          report.error(
            (v) => select(v).users[index]?.policy,
            `unknown policy ${policy} (expected one of ${known.join(', ')})`,
          );
        }
      }
    },
    (values, report) => {
      const { enabled, policies } = select(values);
      if (!enabled) return;
      for (const [index, { name, statements }] of policies.entries()) {
        const twice = policies.findIndex((other) => other.name === name) !== index;
        if (twice || name === OWN_POLICY || CANNED_POLICIES.includes(name)) {
          report.error((v) => select(v).policies[index]?.name, `duplicate policy ${name}`);
        }
        if (statements.length === 0 || statements.some(({ actions }) => actions.length === 0)) {
          report.error(
            (v) => select(v).policies[index]?.statements,
            'must have at least one statement, each with actions',
          );
        }
      }
    },
  ];
}

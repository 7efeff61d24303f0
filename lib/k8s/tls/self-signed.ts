// Self-signed certificates that a Job creates in the cluster, because rendering has no keys and no randomness.

import type { Construct } from 'constructs';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import { CRON_JOB_LIMIT, shorten } from '../../names/naming';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';
import { readScript } from '../script';
import { env, podField } from '../workload/container';
import { type ScriptRunner, scriptJob } from '../workload/script-job';

export interface CertificateRequest {
  /** Name of the objects that create the certificate. */
  readonly name: string;
  readonly labels: Labels;
  /** The Secret for tls.crt, tls.key and ca.crt. */
  readonly secretName: string;
  readonly hosts: readonly string[];
  /** How long the certificate is valid. It is replaced a month before it expires. */
  readonly validDays: number;
}

const RENEW_DAYS = 30;

/** Weekly is often enough to renew a month in advance. */
const RENEWAL = '17 3 * * 0';

/**
 * A Job that creates the TLS Secret and runs again when the hosts change, and a CronJob that replaces the certificate
 * before it expires. The CA is stored in the Secret `<name>-ca`.
 */
export function selfSigned(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, secretName, hosts, validDays, runner }: CertificateRequest & { readonly runner: ScriptRunner },
): void {
  const authority = `${name}-ca`;
  const spec = scriptJob(scope, id, release, {
    name,
    labels,
    containerName: 'certificate',
    script: readScript(__dirname, 'self-signed.sh'),
    env: env({
      NAMESPACE: podField('metadata.namespace'),
      SECRET_NAME: secretName,
      CA_SECRET_NAME: authority,
      HOSTS: hosts.join(' '),
      VALID_DAYS: validDays,
      RENEW_DAYS,
      LABELS: JSON.stringify(labels.created),
    }),
    // RBAC cannot limit `create` to a name, only reading and changing.
    rules: [
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: [secretName, authority], verbs: ['get', 'patch'] },
    ],
    runner,
  });
  new ApiObject(scope, `${id}-renewal`, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: release.metadata(shorten(name, CRON_JOB_LIMIT), labels),
    spec: { schedule: RENEWAL, concurrencyPolicy: 'Forbid', jobTemplate: { spec } },
  } satisfies ICronJob);
  release.generated('Secret', secretName, ['tls.crt', 'tls.key', 'ca.crt']);
  release.generated('Secret', authority, ['tls.crt', 'tls.key']);
}

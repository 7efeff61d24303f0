// Jobs that run one of our scripts against the API server: ServiceAccount, permissions, pod.

import type { Construct } from 'constructs';
import type { IJobSpec } from 'kubernetes-models/batch/v1/JobSpec';
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import { grantInNamespace } from '../access/rbac';
import { serviceAccount } from '../access/service-account';
import type { Labels } from '../labels';
import type { Release } from '../release';
import type { Stage } from '../stage';
import { type ContainerSettings, container, withKubectlImage } from './container';
import { UNPRIVILEGED } from './hardened';
import { job } from './job';
import { type PodSettings, podTemplate } from './pod';

/** Settings of such Jobs: an image with sh, kubectl, jq and any other tools that the script calls. */
export type ScriptRunner = ContainerSettings & PodSettings;

/** A script that calls the API server needs no access to the node, no privileges and no particular user ID. */
export const SCRIPT_SECURITY: ISecurityContext = {
  ...UNPRIVILEGED,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 65532,
};

export interface ScriptJobOptions {
  /** Name of the ServiceAccount, Role and RoleBinding, and of the Job without its hash. */
  readonly name: string;
  readonly labels: Labels;
  readonly containerName: string;
  readonly script: string;
  readonly env: IEnvVar[];
  readonly rules: IPolicyRule[];
  /** The namespace of the rules. Default: the namespace of the Job. */
  readonly rulesIn?: Release;
  readonly runner: ScriptRunner;
  /** Default: before everything else, for scripts that do not depend on the release. */
  readonly stage?: Stage;
}

const TMP = { name: 'tmp', mountPath: '/tmp' };

/** In memory, so that keys in the script's files are never written to disk. */
const TMP_VOLUME = { name: TMP.name, emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } };

/** Seconds that a finished Job is kept for its log: a day. Applying it again after that runs it again. */
const KEPT_SECONDS = 24 * 60 * 60;

/** Creates the account, its permissions and the Job. Returns the Job's spec, for a CronJob that repeats it. */
export function scriptJob(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, containerName, script, env, rules, rulesIn, runner, stage = 'before-1' }: ScriptJobOptions,
): IJobSpec {
  const account = serviceAccount(
    scope,
    `${id}-service-account`,
    release,
    { create: true, annotations: {}, name: '' },
    { name, labels },
  );
  const subject = { serviceAccount: account, subjectNamespace: release.namespace };
  grantInNamespace(scope, id, rulesIn ?? release, { name, labels, rules, ...subject });
  const template = podTemplate(release, {
    labels,
    settings: runner,
    spec: {
      serviceAccountName: account,
      automountServiceAccountToken: true,
      // A restarted container loses its log; a failed pod keeps it.
      restartPolicy: 'Never',
      containers: [
        {
          ...container(release, containerName, withKubectlImage(release, runner)),
          command: ['/bin/sh', '-c', script],
          env: [...env, { name: 'HOME', value: TMP.mountPath }],
          volumeMounts: [TMP],
        },
      ],
      volumes: [TMP_VOLUME],
    },
  });
  const spec: IJobSpec = { ttlSecondsAfterFinished: KEPT_SECONDS, backoffLimit: 3, template };
  job(scope, `${id}-job`, release, { name, labels, spec, stage });
  return spec;
}

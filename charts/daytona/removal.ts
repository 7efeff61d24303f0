// What deleting the Daytona platform does not remove.

import {
  componentOf,
  type Remainder,
  type Removal,
  type RemovedRelease,
  variableOf,
} from '../../lib/render/lifecycle/removal';
import { shellCommand } from '../../lib/render/shell';
import { runnerRemainders } from '../runner-manager/removal';
import { COMPONENTS } from './connections/addresses';

export const removal: Removal = {
  remainders: (release) => {
    const runner = componentOf(release, 'DaemonSet', COMPONENTS.runner);
    const manager = componentOf(release, 'Deployment', COMPONENTS.runnerManager);
    return [
      ...tokens(release),
      ...external(release),
      ...backups(release),
      ...(runner ? nodeMarks(release) : []),
      ...runnerRemainders(release, manager, runner),
    ];
  },
};

/** The Job that registers runners creates it. */
function tokens(release: RemovedRelease): Remainder[] {
  const job = componentOf(release, 'Job', COMPONENTS.runnerRegistration);
  const name = variableOf(job, 'SECRET_NAME');
  const namespace = variableOf(job, 'NAMESPACE');
  if (name === undefined || namespace === undefined) return [];
  return [
    {
      what: `Secret ${namespace}/${name}`,
      why: 'a Job created it: the tokens of the runners, which are of no use without the database',
      commands: [shellCommand(['kubectl', 'delete', 'secret', name, '--namespace', namespace, '--ignore-not-found'])],
    },
  ];
}

/** Dumps of the database in a bucket. */
function backups(release: RemovedRelease): Remainder[] {
  const store = variableOf(componentOf(release, 'CronJob', 'backup'), 'STORE');
  if (store === undefined) return [];
  const folder = store.replace(/^\w+:/, '');
  return [elsewhere(`the dumps of the database in ${folder}`, 'backups of everything in it')];
}

/** Data that is not in the cluster. */
function external(release: RemovedRelease): Remainder[] {
  const has = (kind: string, suffix: string) =>
    release.objects.some((object) => object.kind === kind && object.metadata.name.endsWith(suffix));
  return [
    ...(has('StatefulSet', '-postgresql') ? [] : [elsewhere('the database', 'users, sandboxes and runners')]),
    ...(has('StatefulSet', '-minio') || has('Deployment', '-minio')
      ? []
      : [elsewhere('the buckets', 'volumes, build contexts and logs of sandboxes')]),
    ...(has('Deployment', '-harbor-core') ? [] : [elsewhere('the repositories of the image registry', 'snapshots')]),
  ];
}

const elsewhere = (what: string, content: string): Remainder => ({
  what,
  where: 'in your external service',
  why: `${content}: delete them with the tools of that service`,
  commands: [],
});

/** The kubelet sets them. */
const OF_KUBERNETES = /^(node\.)?kubernetes\.io\//;

const nodeMarks = ({ objects }: RemovedRelease): Remainder[] => {
  const labels = new Set(
    objects.flatMap((object) => {
      const spec = object.spec as
        | { readonly template?: { readonly spec?: { readonly nodeSelector?: Record<string, string> } } }
        | undefined;
      return object.metadata.labels?.['app.kubernetes.io/component'] === COMPONENTS.runner
        ? Object.keys(spec?.template?.spec?.nodeSelector ?? {}).filter((label) => !OF_KUBERNETES.test(label))
        : [];
    }),
  );
  if (labels.size === 0) return [];
  return [
    {
      what: `the labels ${[...labels].join(', ')} and the taints of the sandbox nodes`,
      where: 'on the Node objects',
      why: 'you set them, so that runners start there',
      commands: [...labels].map((label) =>
        shellCommand(['kubectl', 'label', 'nodes', '--selector', label, `${label}-`]),
      ),
    },
  ];
};

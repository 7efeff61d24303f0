// What deleting the Daytona platform does not remove.

import {
  componentOf,
  deleteCommand,
  type Remainder,
  type Removal,
  type RemovedRelease,
  variableOf,
} from '../../lib/render/lifecycle/removal';
import { runnerRemainders } from '../runner-manager/removal';
import { COMPONENTS } from './connections/addresses';

export const removal: Removal = {
  remainders: (release) => [
    ...tokens(release),
    ...external(release),
    ...backups(release),
    ...runnerRemainders(
      componentOf(release, 'Deployment', COMPONENTS.runnerManager),
      componentOf(release, 'DaemonSet', COMPONENTS.runner),
    ),
  ],
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
      commands: [deleteCommand('secret', name, namespace)],
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
  const has = (component: string, ...kinds: readonly string[]) =>
    kinds.some((kind) => componentOf(release, kind, component) !== undefined);
  return [
    ...(has('primary', 'StatefulSet') ? [] : [elsewhere('the database', 'users, sandboxes and runners')]),
    ...(has('minio', 'StatefulSet', 'Deployment')
      ? []
      : [elsewhere('the buckets', 'volumes, build contexts and logs of sandboxes')]),
    ...(has('core', 'Deployment') ? [] : [elsewhere('the repositories of the image registry', 'snapshots')]),
  ];
}

const elsewhere = (what: string, content: string): Remainder => ({
  what,
  where: 'in your external service',
  why: `${content}: delete them with the tools of that service`,
  commands: [],
});

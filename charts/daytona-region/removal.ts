// What deleting a region does not remove: it stays registered with Daytona.

import {
  componentOf,
  type Remainder,
  type Removal,
  type RemovedRelease,
  variableOf,
} from '../../lib/render/lifecycle/removal';
import { shellCommand } from '../../lib/render/shell';
import { runnerRemainders } from '../runner-manager/removal';
import { COMPONENTS } from './region';

export const removal: Removal = {
  remainders: (release) => [
    ...registered(release),
    ...buckets(release),
    ...runnerRemainders(
      release,
      componentOf(release, 'Deployment', COMPONENTS.runnerManager),
      componentOf(release, 'DaemonSet', COMPONENTS.runner),
    ),
  ],
};

function registered(release: RemovedRelease): Remainder[] {
  const job = componentOf(release, 'Job', COMPONENTS.registration);
  const api = variableOf(job, 'DAYTONA_API_URL');
  const secret = variableOf(job, 'SECRET_NAME');
  if (api === undefined || secret === undefined) {
    const why = 'you registered it manually, so delete it in the same way';
    return [{ what: 'the region', where: 'in Daytona', why, commands: [] }];
  }
  const { namespace } = release;
  const read = shellCommand([
    'kubectl',
    'get',
    'secret',
    secret,
    '--namespace',
    namespace,
    '--output',
    'jsonpath={.data.id}',
  ]);
  const url = shellCommand([`${api}/regions/`]);
  return [
    {
      what: `region ${variableOf(job, 'REGION_NAME') ?? ''}`.trim(),
      where: 'in Daytona',
      why: 'it stays registered until you delete it; Daytona refuses while it has runners. Its ID is in the Secret, so delete the region before the Secret',
      commands: [
        `id=$(${read} | base64 -d)`,
        `curl -fsS -X DELETE -H "Authorization: Bearer \${DAYTONA_API_KEY:?}" ${url}"\${id:?}"`,
      ],
    },
    {
      what: `Secret ${namespace}/${secret}`,
      why: 'the registration created it: keep it if you may install the region again, because Daytona shows its keys only once',
      commands: [shellCommand(['kubectl', 'delete', 'secret', secret, '--namespace', namespace, '--ignore-not-found'])],
    },
  ];
}

/** Snapshots in a bucket; those in a claim go with the claim. */
function buckets(release: RemovedRelease): Remainder[] {
  const manager = componentOf(release, 'Deployment', COMPONENTS.snapshotManager);
  const bucket =
    variableOf(manager, 'SNAPSHOT_MANAGER_STORAGE_S3_BUCKET') ?? variableOf(manager, 'REGISTRY_STORAGE_S3_BUCKET');
  if (bucket === undefined) return [];
  const why = 'the snapshots of the region; delete them with the tools of your storage';
  return [{ what: `the content of bucket ${bucket}`, where: 'in your object storage', why, commands: [] }];
}

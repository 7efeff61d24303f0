// What deleting a region does not remove: it stays registered with Daytona.

import type { Manifest } from '../../lib/k8s/object/manifest';
import {
  componentOf,
  deleteCommand,
  hasContainer,
  type Remainder,
  type Removal,
  type RemovedRelease,
  variableOf,
} from '../../lib/render/lifecycle/removal';
import { shellCommand } from '../../lib/render/shell';
import { chains, onNodes, runnerRemainders } from '../runner-manager/removal';
import { COMPONENTS } from './region';

export const removal: Removal = {
  remainders: (release) => {
    const runner = componentOf(release, 'DaemonSet', COMPONENTS.runner);
    return [
      ...registered(release),
      ...buckets(release),
      ...runnerRemainders(componentOf(release, 'Deployment', COMPONENTS.runnerManager), runner),
      ...nodeRemainders(runner),
    ];
  },
};

/** What only the runners of a region leave. */
function nodeRemainders(runner: Manifest | undefined): Remainder[] {
  const programs = hasContainer(runner, 'daytona-binary-installer') ? variableOf(runner, 'TARGET') : undefined;
  const files = [
    ...(variableOf(runner, 'SANDBOX_ISOLATION') === 'true' ? [ISOLATION] : []),
    ...(variableOf(runner, 'BUILDKIT_NAMESERVERS') === undefined ? [] : ['/etc/buildkit/buildkitd.toml']),
    ...(programs === undefined ? [] : [programs]),
  ];
  return [
    ...(files.length > 0
      ? [onNodes(files.join(', '), 'the DaemonSet put them there; replace the nodes, or remove them there')]
      : []),
    ...(hasContainer(runner, 'egress-enforcer')
      ? [chains('the chains DAYTONA-POLICY and DAYTONA-HOST-PORTS', 'mangle')]
      : []),
  ];
}

/** Without the program, Docker does not start. */
const ISOLATION = '/etc/systemd/system/docker.service.d/daytona-isolation.conf with /opt/daytona/isolate-sandboxes';

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
      commands: [deleteCommand('secret', secret, namespace)],
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

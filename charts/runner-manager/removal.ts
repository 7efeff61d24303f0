// What deleting a runner manager and its runners does not remove.

import type { Manifest } from '../../lib/k8s/object/manifest';
import {
  componentOf,
  type Remainder,
  type Removal,
  type RemovedRelease,
  variableOf,
} from '../../lib/render/lifecycle/removal';
import { shellCommand } from '../../lib/render/shell';
import { isMap } from '../../lib/values/scalar';
import { PLACEHOLDER_APP } from './nodes/placeholders';

const ON_NODES = 'on the sandbox nodes';

/** `manager` is the Deployment of the manager, `runner` the DaemonSet of the runners; either may be absent. */
export function runnerRemainders(
  { objects }: RemovedRelease,
  manager: Manifest | undefined,
  runner: Manifest | undefined,
): Remainder[] {
  const namespace = variableOf(manager, 'PROVIDER_NAMESPACE');
  const files = runner ? foldersOf(runner) : [];
  const guard = objects.some(isGuard);
  return [
    ...(namespace === undefined ? [] : [requestedPods(namespace), otherObjects(namespace)]),
    ...(runner === undefined
      ? []
      : [
          {
            what: 'sandboxes',
            where: ON_NODES,
            why: 'they are Docker containers and keep running; they end with their nodes',
            commands: [],
          },
        ]),
    ...(runner !== undefined && JSON.stringify(runner.spec).includes(INSTALLER) ? [docker] : []),
    ...(files.length === 0
      ? []
      : [
          {
            what: files.join(', '),
            where: ON_NODES,
            why: 'logs, keys, programs and tokens of the runners; replace the nodes, or delete the folders there',
            commands: [],
          },
        ]),
    ...(guard
      ? [
          {
            what: 'the chain DAYTONA-EGRESS of iptables and ip6tables',
            where: ON_NODES,
            why: 'the rules stay in the raw table until the node restarts',
            commands: [],
          },
        ]
      : []),
  ];
}

/** The container that installs Docker, in the charts that have one. */
const INSTALLER = '"name":"docker-installer"';

const docker: Remainder = {
  what: 'Docker, Sysbox, /etc/docker/daemon.json, /var/lib/docker and /var/lib/docker-xfs.img with its line in /etc/fstab',
  where: 'on the sandbox nodes',
  why: 'the installer put them there; replace the nodes, or remove them there',
  commands: [],
};

/** The manager creates them on request, so no object lists them. */
const requestedPods = (namespace: string): Remainder => ({
  what: `Pods with the label app=${PLACEHOLDER_APP} in namespace ${namespace}`,
  why: 'the manager created them on request; without them, the autoscaler removes their nodes',
  commands: [
    shellCommand([
      'kubectl',
      'delete',
      'pod',
      '--selector',
      `app=${PLACEHOLDER_APP}`,
      '--namespace',
      namespace,
      '--ignore-not-found',
    ]),
  ],
});

/** Its source is closed, and it may create more than placeholders. */
const otherObjects = (namespace: string): Remainder => ({
  what: `other Pods, ConfigMaps and Secrets that the manager created in namespace ${namespace}`,
  why: 'their names depend on the build of the manager: this lists what is left',
  commands: [shellCommand(['kubectl', 'get', 'pods,configmaps,secrets', '--namespace', namespace])],
});

/** The folders that the pods of an object create on their nodes. */
function foldersOf({ spec }: Manifest): string[] {
  const { template } = spec as { readonly template: { readonly spec: { readonly volumes?: readonly unknown[] } } };
  return (template.spec.volumes ?? []).flatMap((volume) => {
    const { hostPath } = isMap(volume) ? (volume as { readonly hostPath?: { path: string; type?: string } }) : {};
    const isCreated = hostPath?.type === 'DirectoryOrCreate' && !OF_OTHERS.includes(hostPath.path);
    return isCreated ? [hostPath.path] : [];
  });
}

/** Docker's own folder, and a folder that every node has. */
const OF_OTHERS = ['/var/lib/docker', '/mnt'];

const isGuard = (object: Manifest): boolean =>
  object.kind === 'DaemonSet' && JSON.stringify(object.spec).includes('DAYTONA-EGRESS');

export const removal: Removal = {
  remainders: (release) =>
    runnerRemainders(
      release,
      componentOf(release, 'Deployment', 'manager'),
      componentOf(release, 'DaemonSet', 'runner'),
    ),
};

// What deleting a runner manager and its runners does not remove.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { podOwners } from '../../lib/k8s/object/pod-owner';
import {
  componentOf,
  hasContainer,
  type Remainder,
  type Removal,
  variableOf,
} from '../../lib/render/lifecycle/removal';
import { shellCommand } from '../../lib/render/shell';
import { PLACEHOLDER_APP } from './nodes/placeholders';
import { SANDBOX_VOLUME } from './nodes/runner-host';

/** `manager` is the Deployment of the manager, `runner` the DaemonSet of the runners; either may be absent. */
export function runnerRemainders(manager: Manifest | undefined, runner: Manifest | undefined): Remainder[] {
  const namespace = variableOf(manager, 'PROVIDER_NAMESPACE');
  return [
    ...(namespace === undefined ? [] : [requestedPods(namespace), otherObjects(namespace)]),
    ...(runner === undefined ? [] : nodeRemainders(runner)),
  ];
}

function nodeRemainders(runner: Manifest): Remainder[] {
  const folders = foldersOf(runner);
  return [
    ...nodeMarks(runner),
    onNodes('sandboxes', 'they are Docker containers and keep running; they end with their nodes'),
    ...(hasContainer(runner, 'docker-installer')
      ? [
          onNodes(
            'Docker, Sysbox, /etc/docker/daemon.json, /var/lib/docker and /var/lib/docker-xfs.img with its line in /etc/fstab',
            'the installer put them there; replace the nodes, or remove them there',
          ),
        ]
      : []),
    ...(folders.length > 0
      ? [
          onNodes(
            folders.join(', '),
            'logs, keys, programs and tokens of the runners; replace the nodes, or delete the folders there',
          ),
        ]
      : []),
    ...(hasContainer(runner, 'egress-guard') ? [chains('the chain DAYTONA-EGRESS', 'raw')] : []),
  ];
}

/** Something that stays on the sandbox nodes, without commands: it must be removed there. */
export const onNodes = (what: string, why: string): Remainder => ({
  what,
  where: 'on the sandbox nodes',
  why,
  commands: [],
});

export const chains = (what: string, table: string): Remainder =>
  onNodes(`${what} of iptables and ip6tables`, `the rules stay in the ${table} table until the node restarts`);

/** The kubelet sets them. */
const OF_KUBERNETES = /^(node\.)?kubernetes\.io\//;

function nodeMarks(runner: Manifest): Remainder[] {
  const labels = podOwners([runner])
    .flatMap(({ spec }) => Object.keys(spec.nodeSelector ?? {}))
    .filter((label) => !OF_KUBERNETES.test(label));
  if (labels.length === 0) return [];
  return [
    {
      what: `the labels ${labels.join(', ')} and the taints of the sandbox nodes`,
      where: 'on the Node objects',
      why: 'you set them, so that runners start there',
      commands: labels.map((label) => shellCommand(['kubectl', 'label', 'nodes', '--selector', label, `${label}-`])),
    },
  ];
}

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
const foldersOf = (runner: Manifest): string[] =>
  podOwners([runner])
    .flatMap(({ spec }) => spec.volumes ?? [])
    .flatMap(({ name, hostPath }) => {
      const isOwn =
        hostPath?.type === 'DirectoryOrCreate' && name !== SANDBOX_VOLUME && !OF_OTHERS.includes(hostPath.path);
      return isOwn ? [hostPath.path] : [];
    });

/** Docker's own folder, and a folder that every node has. */
const OF_OTHERS = ['/var/lib/docker', '/mnt'];

export const removal: Removal = {
  remainders: (release) =>
    runnerRemainders(componentOf(release, 'Deployment', 'manager'), componentOf(release, 'DaemonSet', 'runner')),
};

// The order in which peer pods are removed, and what deleting their objects does not remove. Otherwise, VMs stay in the
// cloud, and namespaces cannot be deleted.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { deleteCommand, type Remainder, type Removal, type RemovedRelease } from '../../lib/render/lifecycle/removal';
import { shellCommand } from '../../lib/render/shell';

/** The names under which the two managers elect a leader. */
const LEASES = {
  controller: '33f6c5d6.confidentialcontainers.org',
  webhook: 'a3663802.confidential-containers',
} as const;

const CRD = 'peerpods.confidentialcontainers.org';

export const removal: Removal = {
  first: (release) => [
    {
      why: `Delete the workloads whose pods have the RuntimeClass ${runtimeClassOf(release)}. The adaptor deletes their VMs. This lists the pods:`,
      commands: [
        `kubectl get pods --all-namespaces --output custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,CLASS:.spec.runtimeClassName | grep -w ${shellCommand([runtimeClassOf(release)])} || true`,
      ],
    },
    ...(has(release, 'Deployment', 'controller-manager') || has(release, 'CustomResourceDefinition', CRD)
      ? [
          {
            why: 'Wait until the controller has deleted all VMs. If this fails, a VM could not be deleted: see what stays.',
            commands: [
              shellCommand(['kubectl', 'wait', '--for=delete', CRD, '--all', '--all-namespaces', '--timeout=15m']),
            ],
          },
        ]
      : []),
  ],
  remainders: (release) => [...leases(release), ...pool(release), ...machines(release), ...nodes(release)],
};

const runtimeClassOf = ({ objects }: RemovedRelease): string =>
  objects.find(({ kind }) => kind === 'RuntimeClass')?.metadata.name ?? 'kata-remote';

const has = ({ objects }: RemovedRelease, kind: string, suffix: string): boolean =>
  find(objects, kind, suffix) !== undefined;

const find = (objects: readonly Manifest[], kind: string, suffix: string): Manifest | undefined =>
  objects.find((object) => object.kind === kind && object.metadata.name.endsWith(suffix));

/** The managers create them at run time. */
function leases({ objects }: RemovedRelease): Remainder[] {
  const managers = objects.filter(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name.endsWith('controller-manager'),
  );
  return managers.map(({ metadata: { namespace = '', labels = {} } }) => {
    const name = labels['app.kubernetes.io/component'] === 'webhook' ? LEASES.webhook : LEASES.controller;
    return {
      what: `Lease ${namespace}/${name}`,
      why: 'its manager created it to elect a leader',
      commands: [deleteCommand('lease', name, namespace)],
    };
  });
}

/** Which of the machines that you manage are in use. */
function pool({ objects, namespace }: RemovedRelease): Remainder[] {
  const settings = objects.find(
    ({ kind, data }) => kind === 'ConfigMap' && (data as Settings)?.CLOUD_PROVIDER === 'byom',
  );
  const { POOL_CONFIGMAP_NAME: name = 'byom-ip-pool-state', POOL_NAMESPACE: home = namespace } =
    (settings?.data as Settings) ?? {};
  if (settings === undefined) return [];
  return [
    {
      what: `ConfigMap ${home}/${name}`,
      why: 'the adaptor created it to remember which machines are in use',
      commands: [deleteCommand('configmap', name, home)],
    },
  ];
}

type Settings = Readonly<Record<string, string>>;

const machines = (release: RemovedRelease): Remainder[] => [
  {
    what: 'VMs of peer pods',
    where: 'in the cloud',
    why: 'only if a PeerPod stays: it names the VM. Delete the VM in the cloud, then remove the finalizer of the PeerPod',
    commands: [
      `kubectl get ${CRD} --all-namespaces`,
      `kubectl patch ${CRD} NAME --namespace NAMESPACE --type=merge --patch '{"metadata":{"finalizers":null}}'`,
    ],
  },
  {
    what: 'the image of the VMs, its credentials, networks and firewall rules',
    where: 'in the cloud',
    why: `you created them for namespace ${release.namespace}; delete them with the tools of the cloud`,
    commands: [],
  },
];

const nodes = ({ objects }: RemovedRelease): Remainder[] => [
  {
    what: 'the annotation kata.peerpods.io/caa-owner, and the label of the nodes that run peer pods',
    where: 'on the Node objects',
    why: 'the adaptor sets the annotation, and you set the label',
    commands: [
      'kubectl annotate nodes --all kata.peerpods.io/caa-owner-',
      ...[...labelsOf(objects)].map((label) =>
        shellCommand(['kubectl', 'label', 'nodes', '--selector', label, `${label}-`]),
      ),
    ],
  },
  {
    what: '/opt/kata and the settings of containerd',
    where: 'on the nodes',
    why: 'only if the pods of kata-deploy could not clean up: they remove them when they end',
    commands: [],
  },
];

/** The labels by which the adaptor selects its nodes. */
function labelsOf(objects: readonly Manifest[]): Set<string> {
  const adaptor = objects.find(
    ({ kind, metadata }) => kind === 'DaemonSet' && metadata.name.includes('cloud-api-adaptor'),
  );
  const { template } = (adaptor?.spec ?? {}) as {
    readonly template?: { readonly spec: { readonly nodeSelector?: Record<string, string> } };
  };
  return new Set(Object.keys(template?.spec.nodeSelector ?? {}).filter((label) => !label.startsWith('kubernetes.io/')));
}

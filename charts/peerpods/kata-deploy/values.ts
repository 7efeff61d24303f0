// Values of kata-deploy, which installs the remote runtime of Kata Containers on the nodes.

import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { placement, podSecurityContext, securityContext } from '../../../lib/k8s/common';
import { imageKeys } from '../../../lib/k8s/workload/image';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { boolean, choice, list, map, object, objectName, text, toggle } from '../../../lib/values/schema/schema';
import { IMAGE_NAME, imageTag } from '../image';
import { droppedOfKataDeploy, droppedOfSnapshotter } from './dropped';

export const KATA_IMAGE = 'quay.io/kata-containers/kata-deploy';

/** Processors that the remote runtime is built for: Kubernetes's name, and kata-deploy's. */
export const ARCHITECTURES = { amd64: 'X86_64', s390x: 'S390X', ppc64le: 'PPC64LE' } as const;

/** Where each distribution has the configuration of containerd. */
export const CONTAINERD_FOLDERS = {
  k8s: '/etc/containerd/',
  k3s: '/var/lib/rancher/k3s/agent/etc/containerd/',
  rke2: '/var/lib/rancher/rke2/agent/etc/containerd/',
  k0s: '/etc/k0s/',
  microk8s: '/var/snap/microk8s/current/args/',
} as const;

export type Distribution = keyof typeof CONTAINERD_FOLDERS;

const onBuiltArchitectures: IAffinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: Object.keys(ARCHITECTURES) }] },
      ],
    },
  },
};

export const kataDeploySchema = object(
  () => ({
    enabled: boolean({
      description: 'Whether to install kata. Turn it off if something else provides kata and the RuntimeClass.',
      default: true,
    }),
    k8sDistribution: choice(Object.keys(CONTAINERD_FOLDERS) as Distribution[], {
      description:
        'Kubernetes distribution; determines where containerd is configured. CRI-O is detected automatically: keep k8s.',
      default: 'k8s',
    }),
    image: object({
      reference: text({
        description: 'Image repository without a tag; with a digest (name@sha256:...) the tag is ignored.',
        default: KATA_IMAGE,
        pattern: `^${IMAGE_NAME}(@sha256:[0-9a-f]{64})?$`,
        expected: 'an image name in lowercase without a tag',
      }),
      tag: imageTag(),
      digest: imageKeys.digest(),
    }),
    imagePullPolicy: imageKeys.pullPolicy('Always'),
    debug: boolean({ description: 'Whether to turn on debug logs of kata and its installation.', default: false }),
    shims: map(toggle({ description: 'Whether to install the shim.' }), {
      description: 'Shims of kata. Only remote can be installed; others may be listed as disabled.',
      default: { remote: true },
    }),
    defaultShim: map(choice(['remote'], { description: 'Default shim.' }), {
      description: 'Default shim per architecture: amd64, s390x, ppc64le. There is no remote shim for arm64.',
      default: { amd64: 'remote', s390x: 'remote', ppc64le: 'remote' },
      keys: '^(amd64|arm64|s390x|ppc64le)$',
      expectedKeys: 'amd64, arm64, s390x or ppc64le',
    }),
    snapshotter: object(
      {
        setup: list(choice(['nydus'], { description: 'Snapshotter.' }), {
          description:
            'Snapshotters to install. Images are pulled inside the VM, for which containerd needs nydus: if the list is empty, install nydus yourself. CRI-O needs none.',
          default: ['nydus'],
        }),
      },
      { dropped: droppedOfSnapshotter },
    ),
    serviceAccount: serviceAccountValues(),
    ...placement({ affinity: onBuiltArchitectures }),
    priorityClassName: objectName({
      description: 'PriorityClass of the pods; defaults to that of the chart, or to system-node-critical.',
      default: '',
    }),
    podSecurityContext: podSecurityContext(),
    securityContext: securityContext(),
    resources: resourceValues({ requests: { cpu: '25m', memory: '16Mi' } }),
  }),
  {
    dropped: droppedOfKataDeploy,
    description:
      'kata-deploy. It runs on the nodes of the adaptor: nodeSelector is added to daemonset.nodeSelector, and tolerations default to daemonset.tolerations.',
  },
);

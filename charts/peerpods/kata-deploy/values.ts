// Values of kata-deploy, which puts the remote runtime of Kata Containers on the nodes.

import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import { placement, podSecurityContext, securityContext } from '../../../lib/k8s/common';
import { imageKeys } from '../../../lib/k8s/image';
import { resourceValues } from '../../../lib/k8s/resources';
import { serviceAccountValues } from '../../../lib/k8s/service-account';
import { boolean, choice, list, map, object, objectName, text, toggle } from '../../../lib/values/schema';
import { IMAGE_NAME, imageTag } from '../image';

/** Also what stands in for an empty tag, and the version on the RuntimeClass. */
export const KATA_IMAGE = { name: 'quay.io/kata-containers/kata-deploy', tag: '4.0.0' };

/** Processors that the remote runtime is built for: Kubernetes' name, and kata-deploy's. */
export const ARCHITECTURES = { amd64: 'X86_64', s390x: 'S390X', ppc64le: 'PPC64LE' } as const;

/** Where each distribution keeps the configuration of containerd. */
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
  {
    enabled: boolean({
      description: 'Whether to install it. Off when something else brings kata and the RuntimeClass.',
      default: true,
    }),
    k8sDistribution: choice(Object.keys(CONTAINERD_FOLDERS) as Distribution[], {
      description:
        'Distribution of Kubernetes, which decides where containerd is configured. CRI-O is found by itself: leave k8s.',
      default: 'k8s',
    }),
    image: object({
      reference: text({
        description: 'Image without tag; with a digest (name@sha256:...) the tag is left out.',
        default: KATA_IMAGE.name,
        pattern: `^${IMAGE_NAME}(@sha256:[0-9a-f]{64})?$`,
        expected: 'an image name in lower case, without tag',
      }),
      tag: imageTag(''),
      digest: imageKeys.digest(),
    }),
    imagePullPolicy: imageKeys.pullPolicy('Always'),
    debug: boolean({ description: 'Whether kata and its installation log in detail.', default: false }),
    shims: map(toggle({ description: 'Whether the shim is installed.' }), {
      description: 'Shims of kata. Only remote is installed; others may stand here as false.',
      default: { remote: true },
    }),
    defaultShim: map(choice(['remote'], { description: 'Shim of pods that name none.' }), {
      description: 'Default shim by processor: amd64, s390x, ppc64le. There is no remote shim for arm64.',
      default: { amd64: 'remote', s390x: 'remote', ppc64le: 'remote' },
      keys: '^(amd64|arm64|s390x|ppc64le)$',
      expectedKeys: 'amd64, arm64, s390x or ppc64le',
    }),
    snapshotter: object({
      setup: list(choice(['nydus'], { description: 'Snapshotter.' }), {
        description:
          'Snapshotters to install. Images are pulled inside the virtual machine, for which containerd needs nydus: with an empty list it must be there. CRI-O takes none.',
        default: ['nydus'],
      }),
    }),
    serviceAccount: serviceAccountValues(),
    ...placement({ affinity: onBuiltArchitectures }),
    priorityClassName: objectName({
      description: 'PriorityClass of the pods; empty takes that of the chart, and without one system-node-critical.',
      default: '',
    }),
    podSecurityContext: podSecurityContext(),
    securityContext: securityContext({ privileged: true }),
    resources: resourceValues({ requests: { cpu: '25m', memory: '16Mi' } }),
  },
  {
    description:
      'kata-deploy. It runs where the adaptor runs: nodeSelector adds to that of daemonset, whose tolerations stand in for none.',
  },
);

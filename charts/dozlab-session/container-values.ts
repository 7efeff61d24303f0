// Values of the containers of a lab session: init containers, the Firecracker microVM, its terminal and VS Code.

import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import { dataKey, securityContext } from '../../lib/k8s/common';
import { UNPRIVILEGED } from '../../lib/k8s/workload/hardened';
import { imageKeys } from '../../lib/k8s/workload/image';
import { httpProbeValues, probeValues } from '../../lib/k8s/workload/probes';
import { type Resources, resourceValues } from '../../lib/k8s/workload/resources';
import { DEVICE_NAME } from '../../lib/names/quantity';
import { boolean, integer, object, objectName, text } from '../../lib/values/schema/schema';

/** Image, tag, digest, pull policy, resources and security context of one container. */
const container = (image: string, amounts: Resources, context?: ISecurityContext) => ({
  image: text({
    description: 'Image repository, without a tag.',
    default: image,
    pattern: '^([a-z0-9.-]+(:\\d+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*$',
    expected: 'an image name in lowercase',
  }),
  tag: imageKeys.tag(''),
  digest: imageKeys.digest(),
  pullPolicy: imageKeys.pullPolicy(''),
  resources: resourceValues(amounts),
  securityContext: securityContext(context),
});

const amounts = (memoryLimit: string, cpuLimit: string, memory: string, cpu: string): Resources => ({
  limits: { memory: memoryLimit, cpu: cpuLimit },
  requests: { memory, cpu },
});

const deviceResource = (about: { readonly description: string; readonly default: string }) =>
  text({
    pattern: `^$|${DEVICE_NAME}`,
    maxLength: 253,
    expected: 'a device resource such as example.com/kvm, or empty',
    ...about,
  });

export const containerValues = () => ({
  initContainers: object({
    rootfs: object(container('dozman99/init-setup', amounts('256Mi', '200m', '128Mi', '100m')), {
      description: 'Init container that downloads, checks and grows the root file system.',
    }),
    network: object(
      container('busybox', amounts('64Mi', '100m', '32Mi', '50m'), {
        ...UNPRIVILEGED,
        runAsNonRoot: true,
        runAsUser: 1000,
      }),
      { description: 'Init container that writes the network settings for the other containers.' },
    ),
  }),
  firecracker: object(
    {
      ...container('dozman99/dozlab-firecracker', amounts('2Gi', '1500m', '1Gi', '500m'), {
        capabilities: { add: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_RESOURCE'] },
      }),
      vm: object({
        cpuCount: integer({ description: 'Number of virtual CPUs.', minimum: 1, maximum: 32, default: 1 }),
        memory: integer({
          description: "Memory in MiB. The container's memory limit must be at least 128 MiB larger.",
          minimum: 128,
          default: 1024,
        }),
      }),
      kvmResource: deviceResource({
        description: 'Device-plugin resource that provides /dev/kvm; empty if the node provides it in another way.',
        default: 'dozlab.io/kvm',
      }),
      tunResource: deviceResource({
        description: 'Device-plugin resource that provides /dev/net/tun; empty if the node provides it in another way.',
        default: 'dozlab.io/tun',
      }),
      startupProbe: probeValues({ periodSeconds: 5, failureThreshold: 60 }),
      livenessProbe: probeValues({
        initialDelaySeconds: 30,
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 3,
      }),
      readinessProbe: probeValues({ initialDelaySeconds: 20, periodSeconds: 5, timeoutSeconds: 3 }),
    },
    { description: 'The Firecracker microVM.' },
  ),
  terminal: object(
    {
      ...container('dozman99/dozlab-terminal', amounts('256Mi', '250m', '128Mi', '100m'), {
        allowPrivilegeEscalation: false,
      }),
      ssh: object(
        {
          user: text({
            description:
              'User that the terminal logs in as. Defaults to root with authorizedKey, which the init image installs for root, and to lab-user otherwise.',
            default: '',
          }),
          existingSecret: objectName({
            description: 'Secret with the SSH private key. Without one, a failed login opens a shell in the sidecar.',
            default: '',
          }),
          key: dataKey({ description: 'Key in that Secret.', default: 'ssh-privatekey' }),
          authorizedKey: text({
            description: 'SSH public key that the VM accepts; requires an init image that installs it.',
            default: '',
          }),
        },
        { description: 'How the terminal logs in to the VM over SSH.' },
      ),
      startupProbe: httpProbeValues({ path: '/health', periodSeconds: 5, failureThreshold: 24 }),
      livenessProbe: httpProbeValues({ path: '/health', initialDelaySeconds: 10, periodSeconds: 10 }),
      readinessProbe: httpProbeValues({ path: '/health', initialDelaySeconds: 5, periodSeconds: 5 }),
    },
    { description: 'The web terminal.' },
  ),
  codeServer: object(
    {
      ...container('codercom/code-server', amounts('1Gi', '500m', '512Mi', '250m'), {
        runAsNonRoot: true,
        runAsUser: 1000,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: false,
      }),
      password: text({
        description: 'Password for VS Code, at least 12 characters. Required unless existingSecret is set.',
        default: '',
        minLength: 12,
        expected: 'at least 12 characters',
        generate: 'password',
        secret: true,
      }),
      existingSecret: objectName({
        description: 'Existing Secret with the password, instead of password.',
        default: '',
      }),
      secretKey: dataKey({ description: 'Key of the password in the Secret.', default: 'vscode-password' }),
      workspaceReadOnly: boolean({ description: 'Whether /workspace is mounted read-only.', default: false }),
      startupProbe: httpProbeValues({ path: '/healthz', periodSeconds: 5, failureThreshold: 24 }),
      livenessProbe: httpProbeValues({ path: '/healthz', initialDelaySeconds: 30, periodSeconds: 10 }),
      readinessProbe: httpProbeValues({ path: '/healthz', initialDelaySeconds: 15, periodSeconds: 5 }),
    },
    { description: 'VS Code in the browser.' },
  ),
});

// Values of a lab session: the Firecracker machine, its terminal and VS Code.

import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import { commonValues, dataKey, labelMap, securityContext } from '../../lib/k8s/common';
import { imageKeys } from '../../lib/k8s/image';
import { networkPolicyValues } from '../../lib/k8s/network-policy';
import { httpProbeValues, probeValues } from '../../lib/k8s/probes';
import { quantity, type Resources, resourceValues } from '../../lib/k8s/resources';
import { port, serviceType } from '../../lib/k8s/service';
import { storageClassName } from '../../lib/k8s/storage-class-name';
import { LABEL_VALUE } from '../../lib/names/naming';
import { DEVICE_NAME } from '../../lib/names/quantity';
import {
  boolean,
  choice,
  integer,
  list,
  object,
  objectName,
  optional,
  quotedText,
  type Static,
  text,
} from '../../lib/values/schema';

/** Image, tag, digest, pull policy, resources and security context of one container. */
const container = (image: string, tag: string, amounts: Resources, context?: ISecurityContext) => ({
  image: text({
    description: 'Image without tag.',
    default: image,
    pattern: '^([a-z0-9.-]+(:\\d+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*$',
    expected: 'an image name in lower case',
  }),
  tag: imageKeys.tag(tag),
  digest: imageKeys.digest(),
  pullPolicy: imageKeys.pullPolicy(''),
  resources: resourceValues(amounts),
  securityContext: securityContext(context),
});

const amounts = (memoryLimit: string, cpuLimit: string, memory: string, cpu: string): Resources => ({
  limits: { memory: memoryLimit, cpu: cpuLimit },
  requests: { memory, cpu },
});

const address = (description: string, value: string) =>
  text({
    description,
    default: value,
    pattern: '^((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)$',
    expected: 'an IPv4 address',
  });

const deviceResource = (about: { readonly description: string; readonly default: string }) =>
  text({
    pattern: `^$|${DEVICE_NAME}`,
    maxLength: 253,
    expected: 'a device such as example.com/kvm, or nothing',
    ...about,
  });

const sizeLimit = (description: string, size: string) =>
  object({ sizeLimit: quantity({ description, default: size }) });

export const schema = object({
  session: object({
    id: quotedText({
      description: 'Identifier of the session, part of every object name. One session, one id.',
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
      maxLength: 51,
      expected: 'at most 51 lower-case letters, digits and "-", starting and ending with a letter or digit',
    }),
    userId: quotedText({
      description: 'Identifier of the user, a label of every object. Hash or shorten e-mail addresses.',
      pattern: LABEL_VALUE,
      minLength: 1,
      maxLength: 63,
      expected: 'at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit',
    }),
  }),
  labels: labelMap('Labels added to every object; app, session-id and user-id are taken.'),
  rootfs: object({
    imageUrl: text({
      description: "URL of the virtual machine's root file system: dozlab-k8s.ext4, dozlab-vm.ext4 or one of your own.",
      pattern: '^https?://[^\\s/@]+(/\\S*)?$',
      expected: 'an http or https URL without user name',
    }),
    diskSize: text({
      description: 'Size that the root file system is grown to, in MiB (M) or GiB (G); at least the size of the image.',
      default: '4G',
      pattern: '^[1-9]\\d*[MG]$',
      expected: 'a number with M or G, such as 4G',
    }),
  }),
  network: object(
    {
      gatewayIp: address('Address of the pod on the tap device.', '172.16.0.1'),
      vmIp: address('Address of the virtual machine, as the root file system configures it.', '172.16.0.2'),
      tapDevice: text({
        description: 'Name of the tap device.',
        default: 'tap0',
        pattern: '^[a-z][a-z0-9]{0,14}$',
        expected: 'a lower-case letter and at most 14 letters or digits',
      }),
    },
    { description: 'The network between pod and virtual machine.' },
  ),
  initContainers: object({
    rootfs: object(container('dozman99/init-setup', 'latest', amounts('256Mi', '200m', '128Mi', '100m')), {
      description: 'Downloads, checks and grows the root file system.',
    }),
    network: object(
      container('busybox', '1.37.0', amounts('64Mi', '100m', '32Mi', '50m'), {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        runAsUser: 1000,
      }),
      { description: 'Writes the network settings that the other containers read.' },
    ),
  }),
  firecracker: object(
    {
      ...container('dozman99/dozlab-firecracker', 'latest', amounts('2Gi', '1500m', '1Gi', '500m'), {
        capabilities: { add: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_RESOURCE'] },
      }),
      vm: object({
        cpuCount: integer({ description: 'Virtual processors.', minimum: 1, maximum: 32, default: 1 }),
        memory: integer({
          description: 'Memory in MiB. The container needs at least 128 MiB more.',
          minimum: 128,
          default: 1024,
        }),
      }),
      kvmResource: deviceResource({
        description: 'Device-plugin resource that brings /dev/kvm; empty when the node gives it otherwise.',
        default: 'dozlab.io/kvm',
      }),
      tunResource: deviceResource({
        description: 'Device-plugin resource that brings /dev/net/tun; empty when the node gives it otherwise.',
        default: 'dozlab.io/tun',
      }),
      livenessProbe: probeValues({
        initialDelaySeconds: 30,
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 3,
      }),
      readinessProbe: probeValues({ initialDelaySeconds: 20, periodSeconds: 5, timeoutSeconds: 3 }),
    },
    { description: 'The virtual machine.' },
  ),
  terminal: object(
    {
      ...container('dozman99/dozlab-terminal', 'latest', amounts('256Mi', '250m', '128Mi', '100m'), {
        allowPrivilegeEscalation: false,
      }),
      ssh: object(
        {
          user: text({ description: 'User that the terminal logs in as.', default: 'lab-user', minLength: 1 }),
          existingSecret: objectName({
            description:
              'Secret with the private key for the login. Without one a failed login opens a shell in the sidecar.',
            default: '',
          }),
          key: dataKey({ description: 'Key of that Secret.', default: 'ssh-privatekey' }),
          authorizedKey: text({
            description: 'Public key that the machine accepts; needs an init image that writes it.',
            default: '',
          }),
        },
        { description: 'Login of the terminal into the machine.' },
      ),
      livenessProbe: httpProbeValues({ path: '/health', initialDelaySeconds: 10, periodSeconds: 10 }),
      readinessProbe: httpProbeValues({ path: '/health', initialDelaySeconds: 5, periodSeconds: 5 }),
    },
    { description: 'The web terminal.' },
  ),
  codeServer: object(
    {
      ...container('codercom/code-server', '4.96.4', amounts('1Gi', '500m', '512Mi', '250m'), {
        runAsNonRoot: true,
        runAsUser: 1000,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: false,
      }),
      password: text({
        description: 'Password of VS Code, at least 12 characters. Required unless existingSecret is set.',
        default: '',
        minLength: 12,
        expected: 'at least 12 characters',
        generate: 'password',
        secret: true,
      }),
      existingSecret: objectName({ description: 'Secret that holds the password instead.', default: '' }),
      secretKey: dataKey({ description: 'Key of the password in its Secret.', default: 'vscode-password' }),
      workspaceReadOnly: boolean({ description: 'Whether /workspace can only be read.', default: false }),
      livenessProbe: httpProbeValues({ path: '/healthz', initialDelaySeconds: 30, periodSeconds: 10 }),
      readinessProbe: httpProbeValues({ path: '/healthz', initialDelaySeconds: 15, periodSeconds: 5 }),
    },
    { description: 'VS Code in the browser.' },
  ),
  service: object({
    type: serviceType('ClusterIP'),
    ports: object({
      vscode: port({ description: 'Port of VS Code.', default: 8080 }),
      terminal: port({ description: 'Port of the terminal.', default: 8081 }),
      ssh: port({ description: "Port of the machine's SSH.", default: 22 }),
    }),
  }),
  networkPolicy: networkPolicyValues(
    'Opens VS Code, the terminal and SSH only; every other port of the machine stays closed.',
  ),
  volumes: object({
    kernels: sizeLimit('Kernel and root file system; empty is twice rootfs.diskSize, which it must exceed.', ''),
    vmData: sizeLimit('The workspace of VS Code.', '5Gi'),
    vscodeData: sizeLimit('Extensions and settings of VS Code.', '1Gi'),
    sharedConfig: sizeLimit('Network settings between the containers.', '10Mi'),
  }),
  persistence: object(
    {
      enabled: boolean({
        description: 'Keeps machine, workspace and settings in PersistentVolumeClaims.',
        default: false,
      }),
      storageClass: storageClassName('StorageClass of the claims; empty takes global.storageClass, "-" none.'),
      accessModes: list(
        choice(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'], { description: 'Access mode.' }),
        { description: 'Access modes of the claims.', default: ['ReadWriteOnce'] },
      ),
    },
    { description: 'Without it every volume is an emptyDir and dies with the pod.' },
  ),
  restartPolicy: choice(['Never', 'OnFailure'], { description: 'Restart policy of the pod.', default: 'Never' }),
  activeDeadlineSeconds: optional(
    integer({
      description: 'Seconds until the pod is stopped, whoever still uses it; absent lets it run until it is deleted.',
      minimum: 1,
    }),
  ),
  ...commonValues({
    podSecurityContext: {
      fsGroup: 1000,
      runAsNonRoot: false,
      seccompProfile: { type: 'RuntimeDefault' },
      // The machine's traffic is routed through the pod; the kubelet must allow this sysctl.
      sysctls: [{ name: 'net.ipv4.ip_forward', value: '1' }],
    },
  }),
});

export type Values = Static<typeof schema>;
export type ContainerValues = Values['initContainers']['rootfs'];

// Values of a lab session. Those of its containers are in container-values.ts.

import { commonValues, labelMap } from '../../lib/k8s/common';
import { networkPolicyValues } from '../../lib/k8s/network/network-policy';
import { port, serviceType } from '../../lib/k8s/network/service';
import { storageClassName } from '../../lib/k8s/storage/storage-class-name';
import { DEFAULT_SECCOMP } from '../../lib/k8s/workload/hardened';
import { quantity } from '../../lib/k8s/workload/resources';
import { LABEL_VALUE } from '../../lib/names/naming';
import { withViewsIn } from '../../lib/values/default-views';
import { withDefaults } from '../../lib/values/schema/defaults';
import { boolean, choice, integer, list, object, optional, type Static, text } from '../../lib/values/schema/schema';
import { containerValues } from './container-values';
import { namespaceLimitValues } from './namespace-limit-values';
import { versions } from './versions';

const address = (description: string, value: string) =>
  text({
    description,
    default: value,
    pattern: '^((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)$',
    expected: 'an IPv4 address',
  });

const sizeLimit = (description: string, size: string) =>
  object({ sizeLimit: quantity({ description, default: size, resource: 'storage' }) });

const base = object({
  session: object({
    id: text({
      description: 'Session ID, used in every object name. Must be unique per session.',
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
      maxLength: 51,
      expected: 'at most 51 lowercase letters, digits and "-", starting and ending with a letter or digit',
    }),
    userId: text({
      description: 'User ID, set as a label on every object. Hash or shorten email addresses.',
      pattern: LABEL_VALUE,
      minLength: 1,
      maxLength: 63,
      expected: 'at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit',
    }),
  }),
  labels: labelMap('Labels added to every object; app, session-id and user-id are reserved.'),
  rootfs: object({
    imageUrl: text({
      description: "URL of the VM's root file system: dozlab-k8s.ext4, dozlab-vm.ext4 or your own.",
      pattern: '^https?://[^\\s/@]+(/\\S*)?$',
      expected: 'an http or https URL without a user name',
    }),
    diskSize: text({
      description: 'Size of the root file system, in MiB (M) or GiB (G); at least the size of the image.',
      default: '4G',
      pattern: '^[1-9]\\d*[MG]$',
      expected: 'a number followed by M or G, such as 4G',
    }),
  }),
  network: object(
    {
      gatewayIp: address('IP address of the pod on the tap device.', '172.16.0.1'),
      vmIp: address('IP address of the VM; must match the one configured in the root file system.', '172.16.0.2'),
      tapDevice: text({
        description: 'Name of the tap device.',
        default: 'tap0',
        pattern: '^[a-z][a-z0-9]{0,14}$',
        expected: 'a lowercase letter followed by at most 14 letters or digits',
      }),
    },
    { description: 'Network between the pod and the VM.' },
  ),
  ...containerValues(),
  service: object({
    type: serviceType('ClusterIP'),
    ports: object({
      vscode: port({ description: 'Port of VS Code.', default: 8080 }),
      terminal: port({ description: 'Port of the terminal.', default: 8081 }),
      ssh: port({ description: 'SSH port of the VM.', default: 22 }),
    }),
  }),
  networkPolicy: networkPolicyValues(
    'Allows traffic to VS Code, the terminal and SSH only; blocks all other ports of the VM.',
  ),
  volumes: object({
    kernels: sizeLimit(
      'Volume for the kernel and root file system; must exceed rootfs.diskSize. Defaults to twice that size.',
      '',
    ),
    vmData: sizeLimit('Volume for the VS Code workspace.', '5Gi'),
    vscodeData: sizeLimit('Volume for VS Code extensions and settings.', '1Gi'),
    sharedConfig: sizeLimit('Volume for the network settings shared by the containers.', '10Mi'),
  }),
  persistence: object(
    {
      enabled: boolean({
        description: 'Whether to keep the VM, workspace and settings in PersistentVolumeClaims.',
        default: false,
      }),
      storageClass: storageClassName('StorageClass of the claims; defaults to global.storageClass; "-" means none.'),
      accessModes: list(
        choice(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'], { description: 'Access mode.' }),
        {
          description: 'Access modes of the PersistentVolumeClaims.',
          default: ['ReadWriteOnce'],
        },
      ),
    },
    { description: 'Persistence. If disabled, every volume is an emptyDir that is lost with the pod.' },
  ),
  ...namespaceLimitValues(),
  restartPolicy: choice(['Never', 'OnFailure'], { description: 'Restart policy of the pod.', default: 'Never' }),
  activeDeadlineSeconds: optional(
    integer({
      description: 'Seconds after which the pod is stopped, even if in use; by default it runs until it is deleted.',
      minimum: 1,
    }),
  ),
  ...commonValues({
    podSecurityContext: {
      fsGroup: 1000,
      runAsNonRoot: false,
      ...DEFAULT_SECCOMP,
      // The VM's traffic is routed through the pod; the kubelet must allow this sysctl.
      sysctls: [{ name: 'net.ipv4.ip_forward', value: '1' }],
    },
  }),
});

export const schema = withViewsIn(__dirname, withDefaults(base, versions[0].tags));

export type Values = Static<typeof schema>;
export type ContainerValues = Values['initContainers']['rootfs'];

// The containers of a lab session, in the order in which they start.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { readScript } from '../../lib/k8s/script';
import { container, env, podField } from '../../lib/k8s/workload/container';
import { parseImage } from '../../lib/k8s/workload/image';
import { httpProbe, tcpProbe } from '../../lib/k8s/workload/probes';
import { DOCKER_PORT, KEY_OWNER, PORTS, type Session } from './session';
import type { ContainerValues } from './values';

const KERNELS: IVolumeMount = { name: 'vm-kernels', mountPath: '/srv/vm/kernels' };
const CONFIG: IVolumeMount = { name: 'shared-config', mountPath: '/shared' };
const ROOTFS = `${KERNELS.mountPath}/rootfs.ext4`;

/** A container from its values, which spread the keys of its image. */
function base({ release }: Session, name: string, values: ContainerValues): IContainer {
  const { image, tag, digest, pullPolicy, ...settings } = values;
  return container(release, name, { ...settings, image: { ...parseImage(image), tag, digest, pullPolicy } });
}

/** Prepares the root file system: reuses, downloads, checks and resizes it. If it fails, the pod does not start. */
export function initRootfs(session: Session): IContainer {
  const { rootfs, terminal, initContainers, session: identity } = session.values;
  return {
    ...base(session, 'init-rootfs', initContainers.rootfs),
    env: env({
      IMAGE_DOWNLOAD_URL: rootfs.imageUrl,
      IMAGE_SIZE: rootfs.diskSize,
      IMAGE_PATH: ROOTFS,
      SESSION_ID: identity.id,
      SSH_AUTHORIZED_KEY: terminal.ssh.authorizedKey || undefined,
    }),
    volumeMounts: [KERNELS],
  };
}

/** Writes the network settings, which come from environment variables and are never part of the script. */
export function networkSetup(session: Session): IContainer {
  const { network, initContainers } = session.values;
  return {
    ...base(session, 'network-setup', initContainers.network),
    command: ['sh', '-c', readScript(__dirname, 'network-setup.sh')],
    env: env({
      GATEWAY_IP: network.gatewayIp,
      VM_IP: network.vmIp,
      POD_IP: podField('status.podIP'),
      TAP_DEVICE: network.tapDevice,
    }),
    volumeMounts: [CONFIG],
  };
}

export function firecracker(session: Session): IContainer {
  const { firecracker: values, network, session: identity } = session.values;
  const devices = Object.fromEntries(
    [values.kvmResource, values.tunResource].filter((name) => name !== '').map((name) => [name, '1']),
  );
  return {
    ...base(session, 'firecracker-vm', {
      ...values,
      resources: {
        limits: { ...values.resources.limits, ...devices },
        requests: { ...values.resources.requests, ...devices },
      },
    }),
    ports: [{ name: 'vm-ssh', containerPort: PORTS.ssh, protocol: 'TCP' }],
    env: env({
      SESSION_ID: identity.id,
      ROOTFS_PATH: ROOTFS,
      KERNEL_PATH: '/find/vmlinux.bin',
      CPU_COUNT: values.vm.cpuCount,
      MEMORY: values.vm.memory,
      GATEWAY_IP: network.gatewayIp,
      VM_IP: network.vmIp,
      TAP_DEVICE_NAME: network.tapDevice,
      // The VM gets the pod's traffic, except for these ports, which belong to the other containers.
      POD_LOCAL_PORTS: `${PORTS.vscode} ${PORTS.terminal}`,
    }),
    volumeMounts: [KERNELS, { name: 'vm-data', mountPath: '/vm-data' }, { ...CONFIG, readOnly: true }],
    startupProbe: tcpProbe(values.startupProbe, PORTS.ssh),
    livenessProbe: tcpProbe(values.livenessProbe, PORTS.ssh),
    readinessProbe: tcpProbe(values.readinessProbe, PORTS.ssh),
  };
}

/** The init image installs a key for root; other users of the VM must already have one. */
const sshUser = ({ user, authorizedKey }: Session['values']['terminal']['ssh']): string =>
  user || (authorizedKey ? KEY_OWNER : 'lab-user');

export function terminal(session: Session): IContainer {
  const { terminal: values, network, session: identity } = session.values;
  const { ssh } = values;
  return {
    ...base(session, 'terminal-sidecar', values),
    ports: [{ name: 'terminal', containerPort: PORTS.terminal, protocol: 'TCP' }],
    env: env({
      SESSION_ID: identity.id,
      VM_IP: network.vmIp,
      VM_SSH_PORT: PORTS.ssh,
      PORT: PORTS.terminal,
      SSH_USER: sshUser(ssh),
      SSH_PRIVATE_KEY: ssh.existingSecret ? { secretKeyRef: { name: ssh.existingSecret, key: ssh.key } } : undefined,
    }),
    volumeMounts: [
      { name: 'vm-data', mountPath: '/vm-data', readOnly: true },
      { ...CONFIG, readOnly: true },
    ],
    startupProbe: httpProbe(values.startupProbe, PORTS.terminal),
    livenessProbe: httpProbe(values.livenessProbe, PORTS.terminal),
    readinessProbe: httpProbe(values.readinessProbe, PORTS.terminal),
  };
}

export function codeServer(session: Session): IContainer {
  const { codeServer: values, network, session: identity } = session.values;
  return {
    ...base(session, 'code-server', values),
    command: ['sh', '-c', readScript(__dirname, 'code-server.sh')],
    ports: [{ name: 'vscode', containerPort: PORTS.vscode, protocol: 'TCP' }],
    env: env({
      PASSWORD: session.password.key(values.secretKey),
      SESSION_ID: identity.id,
      DOCKER_HOST: `tcp://${network.vmIp}:${DOCKER_PORT}`,
    }),
    volumeMounts: [
      { name: 'vscode-data', mountPath: '/home/coder' },
      { name: 'vm-data', mountPath: '/workspace', readOnly: values.workspaceReadOnly },
      { ...CONFIG, readOnly: true },
    ],
    startupProbe: httpProbe(values.startupProbe, PORTS.vscode),
    livenessProbe: httpProbe(values.livenessProbe, PORTS.vscode),
    readinessProbe: httpProbe(values.readinessProbe, PORTS.vscode),
  };
}

// Rules between the values of a lab session.

import { commonRules } from '../../lib/k8s/common';
import { isEveryone } from '../../lib/k8s/network/network-policy';
import { resourceRules } from '../../lib/k8s/workload/resources';
import { compareQuantities } from '../../lib/names/quantity';
import type { Rule } from '../../lib/values/validate';
import { namespaceLimitRules } from './namespace-limits';
import { KEY_OWNER } from './session';
import { schema, type Values } from './values';
import { diskSizeQuantity } from './volumes';

/** Memory of the container in addition to the VM's own, in MiB. */
const MACHINE_OVERHEAD = 128;
const RESERVED_LABELS = ['app', 'session-id', 'user-id'];
const EXAMPLE = 'your-secure-password';
const LAB_IMAGES = 'dozman99/';

const network = (address: string) => address.split('.').slice(0, 3).join('.');
const host = (address: string) => Number(address.split('.')[3]);

export const rules: readonly Rule<Values>[] = [
  ...commonRules,
  ...namespaceLimitRules,
  ({ labels }, report) => {
    for (const name of RESERVED_LABELS) {
      if (Object.hasOwn(labels, name))
        report.error((v) => v.labels[name], 'is reserved by the chart: selectors depend on it');
    }
  },
  ({ codeServer: { password, existingSecret } }, report) => {
    if (!password && !existingSecret) {
      report.error(
        (v) => v.codeServer.password,
        'is required (at least 12 characters, for example from `openssl rand -base64 24`; or set codeServer.existingSecret)',
      );
    }
    if (password && existingSecret) {
      report.error((v) => v.codeServer.password, 'conflicts with codeServer.existingSecret: set only one of them');
    }
    if (/change-?me/i.test(password)) report.error((v) => v.codeServer.password, 'is a placeholder');
    else if (password === EXAMPLE) {
      report.warning(
        (v) => v.codeServer.password,
        'is the example from the documentation: generate your own, for example with `openssl rand -base64 24`',
      );
    }
  },
  ({ firecracker: { vm, resources } }, report) => {
    const limit = resources.limits.memory;
    const needed = `${vm.memory + MACHINE_OVERHEAD}Mi`;
    if (limit !== undefined && compareQuantities(limit, needed) < 0) {
      report.error(
        (v) => v.firecracker.resources.limits.memory,
        `${limit} is too small for a VM with ${vm.memory} MiB of memory (expected at least ${needed})`,
      );
    }
  },
  ({ network: { gatewayIp, vmIp } }, report) => {
    if (gatewayIp === vmIp) report.error((v) => v.network.vmIp, 'must differ from network.gatewayIp');
    else if (network(gatewayIp) !== network(vmIp)) {
      report.error((v) => v.network.vmIp, `must be in the same /24 network as network.gatewayIp (${gatewayIp})`);
    }
  },
  ({ network: addresses }, report) => {
    for (const name of ['gatewayIp', 'vmIp'] as const) {
      const published = schema.properties.network.properties[name].default;
      if ([0, 255].includes(host(addresses[name]))) {
        report.error((v) => v.network[name], 'must not end in .0 or .255');
      } else if (addresses[name] !== published) {
        report.warning((v) => v.network[name], `the published root file systems are configured for ${published}`);
      }
    }
  },
  ({ terminal: { ssh } }, report) => {
    if (ssh.authorizedKey && ssh.user && ssh.user !== KEY_OWNER) {
      report.warning(
        (v) => v.terminal.ssh.user,
        `is not ${KEY_OWNER}, for whom the init image installs authorizedKey: the login works only if the root file system has a key for ${ssh.user}`,
      );
    }
  },
  ({ terminal: { ssh } }, report) => {
    if (ssh.authorizedKey && !ssh.existingSecret) {
      report.warning(
        (v) => v.terminal.ssh.authorizedKey,
        'the terminal cannot log in with it: set its private key in terminal.ssh.existingSecret',
      );
    }
  },
  ({ terminal: { readinessProbe } }, report) => {
    if (readinessProbe.path === '/ready') {
      report.warning(
        (v) => v.terminal.readinessProbe.path,
        'the published terminal does not serve /ready and would never be ready: remove this key or set it to /health',
      );
    }
  },
  ({ service: { ports } }, report) => {
    const entries = Object.entries(ports) as [keyof typeof ports, number][];
    for (const [at, [name, number]] of entries.entries()) {
      const twin = entries.slice(0, at).find(([, other]) => other === number);
      if (twin) report.error((v) => v.service.ports[name], `must differ from service.ports.${twin[0]} (${number})`);
    }
  },
  ({ service: { type } }, report) => {
    if (type !== 'ClusterIP') {
      report.warning(
        (v) => v.service.type,
        `${type} exposes VS Code and the terminal without TLS: prefer ClusterIP behind an Ingress with TLS`,
      );
    }
  },
  ({ networkPolicy: { enabled, from } }, report) => {
    if (enabled && from.length > 0 && !from.some(isEveryone)) return;
    const ways = enabled ? 'list the clients' : 'enable it and list the clients in from';
    report.warning(
      (v) => (enabled ? v.networkPolicy.from : v.networkPolicy.enabled),
      `every pod of the cluster can reach the terminal, which is a shell without a login: ${ways}`,
    );
  },
  ({ volumes: { kernels }, rootfs: { diskSize } }, report) => {
    const disk = diskSizeQuantity(diskSize);
    if (kernels.sizeLimit && compareQuantities(kernels.sizeLimit, disk) <= 0) {
      report.error(
        (v) => v.volumes.kernels.sizeLimit,
        `must be larger than rootfs.diskSize (${diskSize}): it stores the root file system and the kernel`,
      );
    }
  },
  ({ persistence }, report) => {
    if (persistence.enabled && persistence.accessModes.length === 0) {
      report.error((v) => v.persistence.accessModes, 'must list at least one access mode');
    }
  },
  ({ initContainers, firecracker, terminal, global }, report) => {
    const unpublished = [initContainers.rootfs, firecracker, terminal].some(({ image }) =>
      image.startsWith(LAB_IMAGES),
    );
    if (unpublished && !global.imageRegistry) {
      report.warning(
        (v) => v.firecracker.image,
        `the ${LAB_IMAGES}* lab images are not in a public registry: build them, and set image and tag of initContainers.rootfs, firecracker and terminal`,
      );
    }
  },
  ...resourceRules<Values>(schema),
];

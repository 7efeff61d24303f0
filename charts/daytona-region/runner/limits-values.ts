// Values that limit sandboxes: their network, and their CPUs.

import { securityContext } from '../../../lib/k8s/common';
import { port } from '../../../lib/k8s/network/service';
import { imageText } from '../../../lib/k8s/workload/image-text';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { boolean, choice, integer, list, object, text } from '../../../lib/values/schema/schema';
import { GUARD_SECURITY, guardedInterfaces } from '../../runner-manager/nodes/egress-guard';
import { RUNNER_SECURITY } from '../../runner-manager/runner/container-defaults';
import { FIREWALL_IMAGE } from '../versions';

const cidr = text({
  description: 'CIDR or address.',
  pattern: '^[0-9A-Fa-f:.]+(/\\d{1,3})?$',
  expected: 'an IP address or a CIDR',
});

export const networkPolicyOfSandboxes = object(
  () => ({
    enabled: boolean({ description: 'Whether to limit it.', default: false }),
    policyMode: choice(['blocklist', 'allowlist'], {
      description: 'blocklist: everything but blockCIDRs; allowlist: nothing but allowCIDRs.',
      default: 'blocklist',
    }),
    blockCIDRs: list(cidr, {
      description: 'Addresses that sandboxes cannot reach with policyMode blocklist, even if they belong to the node.',
      default: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'],
    }),
    allowCIDRs: list(cidr, { description: 'Addresses that sandboxes can reach in any case.', default: [] }),
    blockHostPorts: list(port({ description: 'Port.' }), {
      description: 'TCP ports of the node that sandboxes cannot reach.',
      default: [22, 10250],
    }),
    reconcileSeconds: integer({ description: 'Seconds between checks of the rules.', minimum: 1, default: 30 }),
    interfaces: guardedInterfaces(),
    image: imageText(`Image with iptables; defaults to ${FIREWALL_IMAGE}.`),
    resources: resourceValues({ requests: { cpu: '10m', memory: '16Mi' } }),
    securityContext: securityContext(GUARD_SECURITY),
  }),
  {
    description:
      'What sandboxes can reach. Answers to connections and the DNS servers of dockerInstaller.dns are always allowed. Docker is installed, and the runner starts, once the rules are in place.',
  },
);

export const sandboxIsolationValues = object(
  () => ({
    enabled: boolean({
      description: 'Whether Docker starts only with rules that keep sandboxes from reaching each other.',
      default: false,
    }),
  }),
  { description: 'Isolation of sandboxes from each other, which dockerInstaller sets up on the default bridge.' },
);

export const sandboxResourceValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to run it.', default: false }),
    limitMillicoresPerVcpu: integer({
      description: 'Limit in millicores for each CPU that a sandbox declares; 1000 is no reduction.',
      minimum: 10,
      maximum: 1000,
      default: 250,
    }),
    requestMillicoresPerVcpu: integer({
      description: 'Share in millicores for each of these CPUs if the node is busy; 0 keeps that of Docker.',
      minimum: 0,
      maximum: 1000,
      default: 0,
    }),
    reconcileSeconds: integer({ description: 'Seconds between looks for new sandboxes.', minimum: 1, default: 10 }),
    image: imageText('Image with the command line of Docker.'),
    stateDir: text({
      description: 'Directory on the node with the IDs of the sandboxes that are done.',
      default: '/var/lib/daytona/sandbox-cpu-state',
      pattern: '^/[^:]+$',
      expected: 'an absolute path',
    }),
    resources: resourceValues({ requests: { cpu: '10m', memory: '32Mi' } }),
    securityContext: securityContext({ ...RUNNER_SECURITY, privileged: false, allowPrivilegeEscalation: false }),
  }),
  { description: 'Container that reduces the CPU limit of each new sandbox, so that a node holds more of them.' },
);

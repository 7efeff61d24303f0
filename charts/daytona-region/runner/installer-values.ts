// Values of the containers that prepare sandbox nodes: Docker, and the programs of sandboxes.

import { securityContext } from '../../../lib/k8s/common';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { DNS_SUBDOMAIN } from '../../../lib/names/naming';
import { boolean, integer, list, object, text } from '../../../lib/values/schema/schema';
import { INSTALLER, installerKeys } from '../../runner-manager/nodes/docker-installer-values';
import { RUNNER_SECURITY } from '../../runner-manager/runner/container-defaults';

const address = text({ description: 'Address.', pattern: '^[0-9A-Fa-f:.]+$', expected: 'an IP address' });
const hostName = text({ description: 'Host name.', pattern: DNS_SUBDOMAIN, expected: 'a host name in lowercase' });
const word = (description: string) => text({ description, pattern: '^\\S+$', expected: 'text without spaces' });

export const dockerInstallerValues = object(
  () => ({
    ...installerKeys(),
    liveRestore: boolean({ description: 'Whether sandboxes keep running while Docker restarts.', default: true }),
    insecureRegistries: list(
      text({
        description: 'Registry.',
        pattern: '^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?(:\\d{1,5})?(/\\d{1,2})?$',
        expected: 'a host, with or without a port, or a CIDR',
      }),
      { description: 'Registries from which Docker pulls without verified TLS.', default: [] },
    ),
    dynamicHostAliases: list(hostName, {
      description: 'Names that the DNS of the cluster resolves, for the /etc/hosts of the node.',
      default: [],
    }),
  }),
  INSTALLER,
);

export const buildkitValues = object(
  () => ({
    dns: object(
      {
        nameservers: list(address, { description: 'DNS servers; empty leaves BuildKit as it is.', default: [] }),
        searchDomains: list(hostName, { description: 'Search domains.', default: [] }),
        options: list(word('Option.'), { description: 'Options of the resolver, such as edns0.', default: [] }),
      },
      { description: 'DNS of builds, which do not use dockerInstaller.dns.' },
    ),
  }),
  { description: 'Settings of BuildKit on the node, which dockerInstaller writes.' },
);

export const daemonInstallerValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to run it.', default: true }),
    hostSrcDir: text({
      description: 'Directory on the node: the path from which the runner mounts the programs.',
      default: '/usr/local/bin/.tmp/binaries',
      pattern: '^/[^:\\s]+$',
      expected: 'an absolute path',
    }),
    binaries: list(
      text({ description: 'Name of a program.', pattern: '^[-\\w.]+$', expected: 'a file name without spaces' }),
      {
        description: 'Programs that the image of the runner contains.',
        default: ['daemon-amd64', 'daytona-computer-use'],
        minItems: 1,
      },
    ),
    extractTimeoutSec: integer({
      description: 'Seconds that the runner may take to unpack them.',
      minimum: 1,
      default: 60,
    }),
    refreshIntervalSec: integer({ description: 'Seconds between checks.', minimum: 1, default: 300 }),
    resources: resourceValues({ requests: { cpu: '10m', memory: '64Mi' } }),
    securityContext: securityContext({ ...RUNNER_SECURITY, privileged: false, allowPrivilegeEscalation: false }),
  }),
  { description: 'Container that puts the programs of sandboxes onto the node, where Docker mounts them from.' },
);

// The values that a lab session refuses, with the exact messages.

import { system } from '../../../charts/dozlab-session';
import { merge } from '../../../lib/values/file/merge';
import { problemsOf, warningsOf } from '../../support/problems';
import { minimal } from './values';

const given = (change: object) => merge(minimal, change as Record<string, unknown>);
const problems = (change: object) => problemsOf(system, given(change));

const ID = 'at most 51 lowercase letters, digits and "-", starting and ending with a letter or digit';

test('all required values are reported at once', () => {
  expect(problemsOf(system, {})).toEqual([
    `session.id: is required (expected ${ID}; Session ID, used in every object name)`,
    'session.userId: is required (expected at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit; User ID, set as a label on every object)',
    "rootfs.imageUrl: is required (expected an http or https URL without a user name; URL of the VM's root file system: dozlab-k8s.ext4, dozlab-vm.ext4 or your own)",
    'codeServer.password: is required (at least 12 characters, for example from `openssl rand -base64 24`; or set codeServer.existingSecret)',
  ]);
});

test.each(['a', '7', 'a--b', 'x'.repeat(51), 'session-1732156000'])('session id %s is accepted', (id) => {
  expect(problems({ session: { id } })).toEqual([]);
});

test.each(['Alice', 'alice_1', 'a@x.io', '-a', 'a-', 'a b', 'alice.1', 'x'.repeat(52)])(
  'session id %s is refused',
  (id) => {
    expect(problems({ session: { id } })).toEqual([`session.id: invalid value "${id}" (expected ${ID})`]);
  },
);

test('a numeric session id is text', () => {
  expect(problems({ session: { id: 1732156000 } })).toEqual([]);
});

test.each(['auth0|5f7c', 'ann@example.com', '-ann', 'x'.repeat(64)])(
  'user id %s is refused: it is a label value',
  (userId) => {
    expect(problems({ session: { userId } })).toHaveLength(1);
  },
);

test.each([
  [
    'labels over the selectors',
    { labels: { 'session-id': 'other' } },
    'labels.session-id: is reserved by the chart: selectors depend on it',
  ],
  [
    'a label key',
    { labels: { 'no spaces': 'x' } },
    'labels["no spaces"]: invalid key (expected a label key such as team or example.com/team)',
  ],
  [
    'a port twice',
    { service: { ports: { terminal: 8080 } } },
    'service.ports.terminal: must differ from service.ports.vscode (8080)',
  ],
  [
    'port 0',
    { service: { ports: { ssh: 0 } } },
    'service.ports.ssh: invalid value 0 (expected an integer from 1 to 65535)',
  ],
  [
    'port 70000',
    { service: { ports: { ssh: 70000 } } },
    'service.ports.ssh: invalid value 70000 (expected an integer from 1 to 65535)',
  ],
  [
    'a Service type',
    { service: { type: 'ExternalName' } },
    'service.type: invalid value "ExternalName" (expected one of ClusterIP, NodePort, LoadBalancer)',
  ],
  [
    'a restart policy',
    { restartPolicy: 'Always' },
    'restartPolicy: invalid value "Always" (expected one of Never, OnFailure)',
  ],
  [
    'a quantity',
    { volumes: { vmData: { sizeLimit: '5GB' } } },
    'volumes.vmData.sizeLimit: invalid value "5GB" (expected a quantity such as 500m, 512Mi or 2Gi)',
  ],
  [
    'a request over its limit',
    { codeServer: { resources: { requests: { cpu: '2' } } } },
    'codeServer.resources.requests.cpu: request 2 exceeds the limit 500m',
  ],
  [
    'little memory',
    { firecracker: { vm: { memory: 64 } } },
    'firecracker.vm.memory: invalid value 64 (expected an integer of at least 128)',
  ],
  [
    'a machine larger than its container',
    { firecracker: { vm: { memory: 999999 } } },
    'firecracker.resources.limits.memory: 2Gi is too small for a VM with 999999 MiB of memory (expected at least 1000127Mi)',
  ],
  [
    '33 processors',
    { firecracker: { vm: { cpuCount: '33' } } },
    'firecracker.vm.cpuCount: invalid value "33" (expected an integer from 1 to 32)',
  ],
  ['no address', { network: { vmIp: 'nope' } }, 'network.vmIp: invalid value "nope" (expected an IPv4 address)'],
  ['equal addresses', { network: { vmIp: '172.16.0.1' } }, 'network.vmIp: must differ from network.gatewayIp'],
  [
    'another network',
    { network: { vmIp: '172.16.1.2' } },
    'network.vmIp: must be in the same /24 network as network.gatewayIp (172.16.0.1)',
  ],
  ['a broadcast address', { network: { vmIp: '172.16.0.255' } }, 'network.vmIp: must not end in .0 or .255'],
  [
    'a command as device',
    { network: { tapDevice: '$(id)' } },
    'network.tapDevice: invalid value "$(id)" (expected a lowercase letter followed by at most 14 letters or digits)',
  ],
  [
    'a URL with a space',
    { rootfs: { imageUrl: 'https://x.io/a b' } },
    'rootfs.imageUrl: invalid value "https://x.io/a b" (expected an http or https URL without a user name)',
  ],
  [
    'a URL with a password',
    { rootfs: { imageUrl: 'https://me:hunter2@x.io/a' } },
    'rootfs.imageUrl: invalid value "https://***@x.io/a" (expected an http or https URL without a user name)',
  ],
  [
    'a file URL',
    { rootfs: { imageUrl: 'file:///etc/passwd' } },
    'rootfs.imageUrl: invalid value "file:///etc/passwd" (expected an http or https URL without a user name)',
  ],
  [
    'a disk in Gi',
    { rootfs: { diskSize: '4Gi' } },
    'rootfs.diskSize: invalid value "4Gi" (expected a number followed by M or G, such as 4G)',
  ],
  [
    'a volume no larger than the disk',
    { volumes: { kernels: { sizeLimit: '4Gi' } } },
    'volumes.kernels.sizeLimit: must be larger than rootfs.diskSize (4G): it stores the root file system and the kernel',
  ],
  [
    'text for a switch',
    { codeServer: { workspaceReadOnly: 'yes' } },
    'codeServer.workspaceReadOnly: invalid string "yes" (expected true or false; write true without quotes)',
  ],
  [
    'a short password',
    { codeServer: { password: 'hunter2' } },
    'codeServer.password: invalid value (expected at least 12 characters)',
  ],
  [
    'the placeholder',
    { codeServer: { password: 'CHANGE-ME-INSECURE-PASSWORD' } },
    'codeServer.password: is a placeholder',
  ],
  [
    'two passwords',
    { codeServer: { existingSecret: 'mine' } },
    'codeServer.password: conflicts with codeServer.existingSecret: set only one of them',
  ],
  [
    'claims without access',
    { persistence: { enabled: true, accessModes: [] } },
    'persistence.accessModes: must list at least one access mode',
  ],
  ['a typo', { codeserver: {} }, 'codeserver: unknown key (did you mean codeServer?)'],
])('%s is refused', (_case, change, message) => {
  expect(problems(change)).toEqual([message]);
});

test('no message repeats a password', () => {
  const messages = problems({ codeServer: { password: 'hunter2', existingSecret: 'mine' } }).join('\n');
  expect(messages).not.toContain('hunter2');
});

test('contradictions are reported together with invalid values', () => {
  expect(problems({ session: { id: 'A' }, labels: { app: 'x' }, network: { vmIp: '172.16.0.0' } })).toEqual([
    `session.id: invalid value "A" (expected ${ID})`,
    'labels.app: is reserved by the chart: selectors depend on it',
    'network.vmIp: must not end in .0 or .255',
  ]);
});

test.each([
  ['an exposed Service', { service: { type: 'LoadBalancer' } }, /^service\.type: LoadBalancer exposes VS Code/],
  [
    'an address that no published image uses',
    { network: { vmIp: '172.16.0.3' } },
    /^network\.vmIp: the published root file systems/,
  ],
  [
    'a gateway that no published image uses',
    { network: { gatewayIp: '172.16.0.9' } },
    /^network\.gatewayIp: the published root file systems are configured for 172\.16\.0\.1$/,
  ],
  [
    'the documented password',
    { codeServer: { password: 'your-secure-password' } },
    /^codeServer\.password: is the example from the documentation/,
  ],
  [
    'a probe for a path that the terminal does not serve',
    { terminal: { readinessProbe: { path: '/ready' } } },
    /^terminal\.readinessProbe\.path: the published terminal does not serve \/ready/,
  ],
  [
    'a user whose key is not installed',
    { terminal: { ssh: { user: 'lab-user', existingSecret: 'key', authorizedKey: 'ssh-ed25519 AAAA' } } },
    /^terminal\.ssh\.user: is not root, for whom the init image installs authorizedKey/,
  ],
  [
    'a public key whose private key the terminal does not have',
    { terminal: { ssh: { authorizedKey: 'ssh-ed25519 AAAA' } } },
    /^terminal\.ssh\.authorizedKey: the terminal cannot log in with it/,
  ],
  ['images that cannot be pulled', {}, /^firecracker\.image: the dozman99\/\* lab images are not in a public registry/],
])('%s causes a warning', (_case, change, warning) => {
  expect(warningsOf(system, given(change))).toContainEqual(expect.stringMatching(warning));
});

test.each([
  ['initContainers.rootfs', (resources: object) => ({ initContainers: { rootfs: { resources } } })],
  ['initContainers.network', (resources: object) => ({ initContainers: { network: { resources } } })],
  ['firecracker', (resources: object) => ({ firecracker: { resources } })],
  ['terminal', (resources: object) => ({ terminal: { resources } })],
  ['codeServer', (resources: object) => ({ codeServer: { resources } })],
])('a request of %s above its limit is refused', (component, values) => {
  expect(problems(values({ requests: { cpu: '9' }, limits: { cpu: '8' } }))).toEqual([
    `${component}.resources.requests.cpu: request 9 exceeds the limit 8`,
  ]);
});

const OPEN =
  'networkPolicy.from: every pod of the cluster can reach the terminal, which is a shell without a login: list the clients';

const CLIENTS = { from: [{ podSelector: {} }] };

test('a custom registry silences the warning about the images', () => {
  expect(
    warningsOf(system, given({ global: { imageRegistry: 'registry.example.com' }, networkPolicy: CLIENTS })),
  ).toEqual([]);
});

test.each([
  [{}, [OPEN]],
  [
    { enabled: false },
    [
      'networkPolicy.enabled: every pod of the cluster can reach the terminal, which is a shell without a login: enable it and list the clients in from',
    ],
  ],
  [{ from: [{ podSelector: {} }] }, []],
  [{ from: [{ namespaceSelector: { matchLabels: { team: 'labs' } } }] }, []],
  [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'gateway' } } }] }, []],
  [{ from: [{ podSelector: {} }, { namespaceSelector: {} }] }, [OPEN]],
  [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }, [OPEN]],
])('a terminal with the network policy %j', (networkPolicy, expected) => {
  const values = given({ global: { imageRegistry: 'registry.example.com' }, networkPolicy });
  expect(warningsOf(system, values)).toEqual(expected);
});

// The script that blocks sandboxes from the metadata service and kubelets, against stubs of iptables.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IContainer } from 'kubernetes-models/v1/Container';
import { system as platform } from '../../../charts/daytona';
import { readLayer } from '../../../lib/values/file/load';
import { templateOf, variablesOf } from '../../support/pods';
import { rendered } from '../../support/render';
import { Shell } from '../../support/shell';

const script = readFileSync(join(__dirname, '../../../charts/runner-manager/nodes/scripts/egress-guard.sh'), 'utf8');

/** A tool for one IP family: the jumps of PREROUTING are the lines of a file, the first one on top. */
const iptables = (family: string) => `
jumps=$STATE/${family}.jumps
touch "$jumps"
case "$*" in
  *--check*) grep -qxF "$8 \${10}" "$jumps" ;;
  *--insert*)
    [ ! -e "$STATE/${family}.refuses" ] || exit 4
    { echo "$9 \${11}"; cat "$jumps"; } >"$jumps.new" && mv "$jumps.new" "$jumps" ;;
  *) echo "unexpected: $*" >&2; exit 2 ;;
esac`;

const restore = (family: string) => `
[ "$*" = "--wait 10 --noflush" ] || exit 2
cat >"$STATE/${family}.rules"
[ ! -e "$STATE/${family}.broken" ]`;

let shell: Shell;

beforeEach(() => {
  shell = new Shell({
    iptables: iptables('iptables'),
    'iptables-restore': restore('iptables'),
    ip6tables: iptables('ip6tables'),
    'ip6tables-restore': restore('ip6tables'),
  });
  mkdirSync(join(shell.folder, 'root/proc/net'), { recursive: true });
  shell.put('root/proc/net/if_inet6', 'fe80 02 40 20 80 eth0\n');
});
afterEach(() => shell.dispose());

const run = (change: Record<string, string> = {}) =>
  shell.run(script, {
    INTERFACES: 'docker0 br-+',
    ADDRESSES: '169.254.169.254 10.0.0.0/24 fd00:ec2::254',
    PORTS: '10250 10255',
    CHECK_SECONDS: '0',
    ROUNDS: '1',
    READY: join(shell.folder, 'ready'),
    ROOT: join(shell.folder, 'root'),
    ...change,
  });

const isThere = (name: string) => existsSync(join(shell.folder, name));
const CHAIN = 'DAYTONA-EGRESS';

test('drops traffic to the addresses, except DNS, and to the kubelet ports, for both IP families', () => {
  expect(run()).toMatchObject({ code: 0, stderr: '' });
  expect(shell.text('iptables.rules').split('\n')).toEqual([
    '*raw',
    `:${CHAIN} - [0:0]`,
    ...['169.254.169.254', '10.0.0.0/24'].flatMap((address) => [
      `-A ${CHAIN} -d ${address} -p udp -m udp --dport 53 -j RETURN`,
      `-A ${CHAIN} -d ${address} -p tcp -m tcp --dport 53 -j RETURN`,
      `-A ${CHAIN} -d ${address} -j DROP`,
    ]),
    `-A ${CHAIN} -p tcp -m tcp --dport 10250 -j DROP`,
    `-A ${CHAIN} -p tcp -m tcp --dport 10255 -j DROP`,
    'COMMIT',
    '',
  ]);
  expect(shell.text('ip6tables.rules')).toContain('-d fd00:ec2::254 -j DROP');
  expect(shell.text('ip6tables.rules')).not.toContain('169.254');
});

test('with its default settings, drops what goes to the metadata services of clouds and to kubelets', () => {
  const credentials = readLayer('credentials', join(__dirname, '../daytona/credentials.values.yaml')).apply({});
  const runner = { services: { runner: { egressGuard: { enabled: true } } } };
  const { spec } = templateOf(rendered(platform, [credentials, runner]), 'DaemonSet');
  const [guard] = spec.initContainers ?? [];
  const { INTERFACES, ADDRESSES, PORTS } = variablesOf(guard as IContainer);
  expect(run({ INTERFACES, ADDRESSES, PORTS } as Record<string, string>)).toMatchObject({ code: 0, stderr: '' });
  const [ipv4, ipv6] = [shell.text('iptables.rules'), shell.text('ip6tables.rules')];
  // Of AWS and others, of tasks and of pods on AWS.
  for (const address of ['169.254.169.254', '169.254.170.2', '169.254.170.23'])
    expect(ipv4).toContain(`-d ${address} -j DROP\n`);
  for (const address of ['fd00:ec2::254', 'fd00:ec2::23']) expect(ipv6).toContain(`-d ${address} -j DROP\n`);
  // The kubelet's own API, and the one without authentication.
  for (const port of [10250, 10255]) expect(ipv4).toContain(`--dport ${port} -j DROP\n`);
  expect(shell.text('iptables.jumps')).toBe(`br-+ ${CHAIN}\ndocker0 ${CHAIN}\n`);
});

test('adds a jump for all Docker bridges before other rules', () => {
  shell.put('iptables.jumps', 'eth0 OTHER\n');
  run();
  expect(shell.text('iptables.jumps')).toBe(`br-+ ${CHAIN}\ndocker0 ${CHAIN}\neth0 OTHER\n`);
  expect(isThere('ready')).toBe(true);
});

test('changes nothing the second time, and restores removed rules', () => {
  run();
  const before = shell.text('iptables.jumps');
  run({ ROUNDS: '3' });
  expect(shell.text('iptables.jumps')).toBe(before);
  shell.put('iptables.jumps', `docker0 ${CHAIN}\n`);
  run();
  expect(shell.text('iptables.jumps')).toBe(`br-+ ${CHAIN}\ndocker0 ${CHAIN}\n`);
});

test('logs a change once, not with every check', () => {
  expect(run({ ROUNDS: '3' }).stdout.split('\n').filter(Boolean)).toHaveLength(1);
});

test('ignores IPv6 on a node without it', () => {
  writeFileSync(join(shell.folder, 'root/proc/net/if_inet6'), '');
  expect(run().code).toBe(0);
  expect(isThere('ip6tables.rules')).toBe(false);
  expect(isThere('ready')).toBe(true);
});

test.each([
  ['iptables.broken', 'iptables-restore cannot write the raw table'],
  ['iptables.refuses', 'iptables cannot insert into PREROUTING'],
  ['ip6tables.broken', 'ip6tables-restore cannot write the raw table'],
  ['ip6tables.refuses', 'ip6tables cannot insert into PREROUTING'],
])('never becomes ready if it fails: %s', (fault, message) => {
  shell.put('ready', '');
  shell.put(fault, '');
  const { code, stderr } = run();
  expect([code, stderr]).toEqual([1, `error: ${message}\n`]);
  expect(isThere('ready')).toBe(false);
});

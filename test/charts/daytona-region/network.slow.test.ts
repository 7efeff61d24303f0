// The rules for the network of sandboxes, with real iptables in network namespaces.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { variablesOf } from '../../support/pods';
import { Shell } from '../../support/shell';
import { guardOf, script } from './support/runners';

const network = join(__dirname, 'support', 'network.sh');
const possible =
  spawnSync('unshare', ['-nm', 'sh', '-c', 'mount -t tmpfs tmpfs /run && iptables -t mangle -S && ip6tables -S'])
    .status === 0;
const onNode = possible ? test : test.skip;

/** Whether each connection is open or blocked: `FROM ADDRESS PORT`. */
function connections(guard: string, env: Record<string, string>, from: readonly string[]): string[] {
  const ready = join(shell.folder, 'ready');
  const { stdout, stderr, status } = spawnSync('unshare', ['-nm', 'bash', network], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env, READY: ready, ROUNDS: '1', GUARD: guard, CONNECTIONS: from.join('\n') },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trimEnd().split('\n');
}
const limited = (networkPolicy: object, dns: readonly string[], from: readonly string[]) =>
  connections(script('network-policy.sh'), variablesOf(guardOf(networkPolicy, dns)), from);

let shell: Shell;
beforeEach(() => {
  shell = new Shell({});
});
afterEach(() => shell.dispose());

const FROM = [
  'a 203.0.113.7 80',
  'a 203.0.113.7 22',
  'a 10.9.0.9 80',
  'a 10.9.0.9 53',
  'a 169.254.169.254 80',
  'a 172.17.0.1 22',
  'a 172.17.0.1 10250',
  'a 172.17.0.1 8080',
  'node 172.17.0.2 2280',
  'node 10.9.0.9 80',
];

onNode('everything is open without the rules', () => {
  const all = connections('true', {}, FROM);
  expect(all).toEqual(FROM.map((line) => `${line} open`));
});

onNode('a blocklist blocks private networks, metadata and the node, but not the internet, DNS and answers', () => {
  expect(limited({}, ['10.9.0.9'], FROM)).toEqual([
    'a 203.0.113.7 80 open',
    // A port of the node, not of other hosts.
    'a 203.0.113.7 22 open',
    'a 10.9.0.9 80 blocked',
    'a 10.9.0.9 53 open',
    'a 169.254.169.254 80 blocked',
    'a 172.17.0.1 22 blocked',
    'a 172.17.0.1 10250 blocked',
    'a 172.17.0.1 8080 blocked',
    'node 172.17.0.2 2280 open',
    'node 10.9.0.9 80 open',
  ]);
});

onNode('allowed addresses are open, but not the blocked ports of the node', () => {
  const allowCIDRs = ['10.9.0.0/16', '172.17.0.1'];
  const from = ['a 10.9.0.9 80', 'a 172.17.0.1 8080', 'a 172.17.0.1 22'];
  expect(limited({ allowCIDRs }, [], from)).toEqual([
    'a 10.9.0.9 80 open',
    'a 172.17.0.1 8080 open',
    'a 172.17.0.1 22 blocked',
  ]);
});

onNode('an allowlist blocks everything else', () => {
  const allowed = { policyMode: 'allowlist', allowCIDRs: ['203.0.113.0/24'] };
  expect(limited(allowed, [], FROM)).toEqual([
    'a 203.0.113.7 80 open',
    'a 203.0.113.7 22 open',
    'a 10.9.0.9 80 blocked',
    'a 10.9.0.9 53 blocked',
    'a 169.254.169.254 80 blocked',
    'a 172.17.0.1 22 blocked',
    'a 172.17.0.1 10250 blocked',
    'a 172.17.0.1 8080 blocked',
    'node 172.17.0.2 2280 open',
    'node 10.9.0.9 80 open',
  ]);
});

const hasBridges = existsSync('/proc/sys/net/bridge/bridge-nf-call-iptables');
(possible && hasBridges ? test : test.skip)('isolated sandboxes do not reach each other, but everything else', () => {
  const text = script('sandbox-isolation.sh');
  const program = /<<'PROGRAM'\n([\s\S]*?)\nPROGRAM\n/.exec(text)?.[1] ?? '';
  const from = ['a 172.17.0.3 2280', 'a 203.0.113.7 80', 'a 172.17.0.1 8080', 'node 172.17.0.3 2280'];
  const isolated = ['a 172.17.0.3 2280 blocked', ...from.slice(1).map((line) => `${line} open`)];
  expect(connections(program, {}, from)).toEqual(isolated);
  const file = shell.put('program', program);
  const again = `sh ${file}; sh ${file}; [ "$(iptables -t mangle -S FORWARD | grep -c docker0)" = 1 ]`;
  expect(connections(again, {}, from)).toEqual(isolated);
  expect(connections(`sh ${file}; sh ${file} remove`, {}, from)).toEqual(from.map((line) => `${line} open`));
});

// The container that limits what sandboxes can reach: its place in the pod, and its script against stubs of iptables.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { variablesOf } from '../../support/pods';
import { Shell } from '../../support/shell';
import { guardOf, podsWith, script } from './support/runners';

describe('with stubs', () => {
  const tool = (name: string) => `
case "$*" in
  *--check*) grep -qxF -e "$*" "$STATE/${name}.jumps" 2>/dev/null ;;
  *) [ ! -e "$STATE/${name}.refuses" ] || exit 4
    echo "$*" | sed 's/--insert \\([A-Z]*\\) 1/--check \\1/' >>"$STATE/${name}.jumps" ;;
esac`;
  const restore = (name: string) => `cat >"$STATE/${name}.rules"; [ ! -e "$STATE/${name}.broken" ]`;
  let shell: Shell;
  beforeEach(() => {
    shell = new Shell({
      iptables: tool('iptables'),
      'iptables-restore': restore('iptables'),
      ip6tables: tool('ip6tables'),
      'ip6tables-restore': restore('ip6tables'),
    });
    mkdirSync(join(shell.folder, 'root/proc/net'), { recursive: true });
    shell.put('root/proc/net/if_inet6', 'fe80 02 40 20 80 eth0\n');
  });
  afterEach(() => shell.dispose());

  const run = (networkPolicy: object = {}, more: Record<string, string> = {}) =>
    shell.run(script('network-policy.sh'), {
      ...variablesOf(guardOf(networkPolicy)),
      ROUNDS: '1',
      READY: join(shell.folder, 'ready'),
      ROOT: join(shell.folder, 'root'),
      ...more,
    });
  const isReady = () => existsSync(join(shell.folder, 'ready'));

  test('each address is in the rules of its family, and neighbors of IPv6 are found', () => {
    expect(run({ blockCIDRs: ['10.0.0.0/8', 'fd00::/8'] })).toMatchObject({ code: 0, stderr: '' });
    expect(shell.text('iptables.rules')).toContain('-d 10.0.0.0/8 -j DROP');
    expect(shell.text('iptables.rules')).not.toMatch(/fd00|icmp/);
    expect(shell.text('ip6tables.rules')).toContain('-d fd00::/8 -j DROP');
    expect(shell.text('ip6tables.rules')).toContain('--icmpv6-type 135 -j RETURN');
  });

  test('a second round changes nothing, and restores what is missing', () => {
    run();
    const before = shell.text('iptables.jumps');
    run({}, { ROUNDS: '2', CHECK_SECONDS: '0' });
    expect(shell.text('iptables.jumps')).toBe(before);
    shell.put('iptables.jumps', '');
    run();
    expect(shell.text('iptables.jumps')).toBe(before);
  });

  test.each([
    ['iptables.broken', 'iptables-restore cannot write the mangle table'],
    ['ip6tables.broken', 'ip6tables-restore cannot write the mangle table'],
    ['iptables.refuses', 'iptables cannot insert into PREROUTING'],
    ['ip6tables.refuses', 'ip6tables cannot insert into PREROUTING'],
  ])('never becomes ready if it fails: %s', (fault, message) => {
    shell.put('ready', '');
    shell.put(fault, '');
    expect(run()).toMatchObject({ code: 1, stderr: `error: ${message}\n` });
    expect(isReady()).toBe(false);
  });
});

describe('the guard', () => {
  test('runs before everything else, with nothing but the capabilities for its rules', () => {
    const { initContainers = [], containers } = podsWith({
      networkPolicy: { enabled: true },
      mainContainer: { enabled: true },
      dockerInstaller: { airgapped: { enabled: true } },
    });
    expect(initContainers.map(({ name }) => name)).toEqual(['egress-enforcer', 'extract-packages']);
    expect(initContainers[0]).toMatchObject({
      restartPolicy: 'Always',
      startupProbe: { exec: { command: ['test', '-e', '/tmp/ready'] } },
      securityContext: { privileged: false, capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] } },
    });
    expect(containers.map(({ name }) => name)).toEqual(['docker-installer', 'daytona-binary-installer', 'runner']);
  });

  test('is an ordinary container in a pod without others', () => {
    const off = { dockerInstaller: { enabled: false }, daemonInstaller: { enabled: false } };
    const spec = podsWith({ networkPolicy: { enabled: true }, ...off });
    expect(spec.initContainers).toBeUndefined();
    expect(spec.containers.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
      ['egress-enforcer', undefined],
    ]);
  });

  test('has an image with iptables, also if the values leave it empty', () => {
    expect(guardOf({ image: '' }).image).toBe('docker:28.5.2-dind-alpine3.22');
  });
});

// What the installer of a region does in addition to that of daytona, on a simulated node on which Docker is installed.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installerScript } from '../../../charts/daytona-region/runner/installer';
import { variablesOf } from '../../support/pods';
import { Shell } from '../../support/shell';
import { podsWith, script } from './support/runners';

const calls = (name: string) => `echo "${name} $*" >>"$CALLS"`;

/** Rules are the lines of a file per tool. */
const iptables = (name: string) => `
rule=$(printf '%s' "$*" | sed 's/--wait 10 --table mangle --[a-z]* FORWARD \\(1 \\)*//')
touch "$STATE/${name}.rules"
case "$*" in
  *--check*) grep -qxF -e "$rule" "$STATE/${name}.rules" ;;
  *--delete*) sed -i 1d "$STATE/${name}.rules" ;;
  *) [ ! -e "$STATE/no-${name}" ] || exit 4; echo "$rule" >>"$STATE/${name}.rules" ;;
esac`;

const STUBS: Readonly<Record<string, string>> = {
  id: 'echo 0',
  uname: 'echo x86_64',
  sleep: ':',
  'apt-get': calls('apt-get'),
  systemctl: `${calls('systemctl')}
case "$1" in
  start | restart) ! [ -x "$ROOT/opt/daytona/isolate-sandboxes" ] || [ "$2" != docker ] || "$ROOT/opt/daytona/isolate-sandboxes" ;;
esac`,
  modprobe: 'mkdir -p "$ROOT/proc/sys/net/bridge"',
  iptables: iptables('iptables'),
  ip6tables: iptables('ip6tables'),
  'mkfs.xfs': ':',
  rsync: ':',
  fusermount: ':',
  docker: 'echo Docker version 27.4.0',
  'sysbox-runc': 'echo sysbox-runc 0.6.4',
  getent: `[ -e "$STATE/dns/$2" ] && cat "$STATE/dns/$2"`,
};

let shell: Shell;
let root: string;

beforeEach(() => {
  shell = new Shell(STUBS);
  root = join(shell.folder, 'root');
  onNode('/proc/mounts', '/dev/nvme1n1 /var/lib/docker xfs rw,prjquota 0 0\n');
  onNode('/proc/net/if_inet6', 'fe80 02 40 20 80 eth0\n');
  onNode('/etc/hosts', '127.0.0.1 localhost\n');
  mkdirSync(join(shell.folder, 'dns'));
});
afterEach(() => shell.dispose());

function onNode(path: string, text?: string): string {
  const file = join(root, path);
  if (text !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

const installer = (runner: object) => {
  const found = podsWith(runner).containers.find(({ name }) => name === 'docker-installer');
  if (!found) throw new Error('there is no installer');
  return found;
};
const install = (runner: object = {}) =>
  shell.run(installerScript().join('\n'), {
    ...variablesOf(installer(runner)),
    ROOT: root,
    CHECK_SECONDS: '0',
    ROUNDS: '1',
  });
const settings = () => JSON.parse(onNode('/etc/docker/daemon.json')) as Record<string, unknown>;
const restarts = () => shell.calls.filter((call) => call === 'systemctl restart docker').length;

describe('Docker', () => {
  test('keeps sandboxes running while it restarts, and has DNS servers and registries without TLS', () => {
    const dns = ['10.0.0.2', '10.0.0.3'];
    const insecureRegistries = ['registry.internal:5000', '10.0.0.0/8'];
    expect(install({ dockerInstaller: { dns, insecureRegistries } })).toMatchObject({ code: 0, stderr: '' });
    expect(settings()).toMatchObject({
      'default-runtime': 'sysbox-runc',
      'live-restore': true,
      dns,
      'insecure-registries': insecureRegistries,
    });
    expect(settings()).not.toHaveProperty('icc');
  });

  test('restarts only for changed settings, and not for one that it would ignore', () => {
    install();
    expect(restarts()).toBe(1);
    install();
    expect(install({ sandboxIsolation: { enabled: true } })).toMatchObject({ code: 0, stderr: '' });
    expect(restarts()).toBe(1);
    expect(settings()).toMatchObject({ icc: false });
    install({ sandboxIsolation: { enabled: true }, dockerInstaller: { liveRestore: false } });
    expect(restarts()).toBe(2);
    expect(settings()).toMatchObject({ 'live-restore': false });
  });
});

describe('BuildKit', () => {
  const FILE = '/etc/buildkit/buildkitd.toml';
  const dns = { nameservers: ['8.8.8.8', '1.1.1.1'], searchDomains: ['corp.example.com'], options: ['edns0'] };
  const OURS = `# Written by daytona-runner.
[dns]
  nameservers = ["8.8.8.8","1.1.1.1"]
  searchDomains = ["corp.example.com"]
  options = ["edns0"]
`;

  test('gets DNS servers, and loses them again', () => {
    install({ buildkit: { dns } });
    expect(onNode(FILE)).toBe(OURS);
    install();
    expect(existsSync(join(root, FILE))).toBe(false);
  });

  test("keeps the settings of the node's owner: as a copy, or untouched without DNS servers", () => {
    onNode(FILE, '[worker.oci]\n');
    install();
    expect(onNode(FILE)).toBe('[worker.oci]\n');
    install({ buildkit: { dns } });
    install({ buildkit: { dns } });
    expect([onNode(FILE), onNode(`${FILE}.saved`)]).toEqual([OURS, '[worker.oci]\n']);
  });
});

describe('isolation', () => {
  const on = { sandboxIsolation: { enabled: true } };
  const RULE = '--in-interface docker0 --out-interface docker0 --jump DROP\n';
  const bridges = (value: string) => {
    for (const name of ['iptables', 'ip6tables']) onNode(`/proc/sys/net/bridge/bridge-nf-call-${name}`, value);
  };

  test('is in place before Docker starts, and Docker does not start without it', () => {
    bridges('0\n');
    expect(install(on)).toMatchObject({ code: 0, stderr: '' });
    expect([shell.text('iptables.rules'), shell.text('ip6tables.rules')]).toEqual([RULE, RULE]);
    expect(onNode('/proc/sys/net/bridge/bridge-nf-call-iptables')).toBe('1\n');
    expect(onNode('/etc/systemd/system/docker.service.d/daytona-isolation.conf')).toBe(
      '[Service]\nExecStartPre=/opt/daytona/isolate-sandboxes\n',
    );
    const order = shell.calls.filter((call) => /daemon-reload|(start|restart) docker/.test(call));
    expect(order).toEqual(['systemctl daemon-reload', 'systemctl restart docker']);
  });

  test.each([
    ['rules cannot be written', 'no-iptables', 'iptables cannot insert into FORWARD'],
    ['the same of IPv6', 'no-ip6tables', 'ip6tables cannot insert into FORWARD'],
  ])('Docker does not start if %s', (_name, fault, message) => {
    bridges('1\n');
    shell.put(fault, '');
    const { code, stderr } = install(on);
    expect([code, stderr]).toEqual([1, `error: ${message}\nerror: sandboxes are not isolated from each other\n`]);
    expect(shell.calls.filter((call) => /start docker/.test(call))).toEqual([]);
  });

  test('Docker does not start if rules would not see the traffic of the bridge', () => {
    onNode('/proc/sys/net/bridge', 'no folder');
    const { code, stderr } = install(on);
    expect(code).toBe(1);
    expect(stderr).toContain('bridge-nf-call-iptables is not 1');
  });

  test('is restored while the pod runs, and removed with the setting', () => {
    bridges('1\n');
    writeFileSync(join(shell.folder, 'sleep'), `#!/bin/sh\n: >"$STATE/iptables.rules"\n`, { mode: 0o755 });
    install(on);
    expect(shell.text('iptables.rules')).toBe(RULE);
    writeFileSync(join(shell.folder, 'sleep'), '#!/bin/sh\n', { mode: 0o755 });
    expect(install().code).toBe(0);
    expect([shell.text('iptables.rules'), shell.text('ip6tables.rules')]).toEqual(['', '']);
    expect(existsSync(join(root, 'opt/daytona/isolate-sandboxes'))).toBe(false);
    expect(existsSync(join(root, 'etc/systemd/system/docker.service.d/daytona-isolation.conf'))).toBe(false);
  });
});

describe('names that the cluster resolves', () => {
  const options = { dockerInstaller: { dynamicHostAliases: ['snapshots.internal', 'registry.internal'] } };
  const resolve = (program: string) =>
    shell.run(
      `HOST_ALIASES="$GIVEN"; export HOST_ALIASES; set -- sh -c '${program}'; ${script('resolve-aliases.sh')}`,
      {
        ...variablesOf(installer(options)),
        GIVEN: '10.0.0.9 static.internal',
      },
    );

  test('are resolved in the container, before it enters the node', () => {
    const { command = [] } = installer(options);
    expect(command.slice(0, 2)).toEqual(['/bin/sh', '-c']);
    expect(command.slice(3, 6)).toEqual(['resolve-aliases', 'nsenter', '--target']);
    expect(installer({}).command?.[0]).toBe('nsenter');
  });

  test('are added to the other lines', () => {
    shell.put('dns/snapshots.internal', '10.1.0.1 snapshots.internal\n10.1.0.2 snapshots.internal\n');
    shell.put('dns/registry.internal', '10.1.0.3      registry.internal\n');
    const { code, stdout } = resolve('printf "%s" "$HOST_ALIASES"');
    expect(code).toBe(0);
    expect(stdout).toBe('10.0.0.9 static.internal\n10.1.0.1 snapshots.internal\n10.1.0.3 registry.internal');
  });

  test('are an error if the cluster does not know one', () => {
    const { code, stdout, stderr } = resolve('echo installed');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('error: snapshots.internal cannot be resolved: is there a Service of that name?\n');
  });
});

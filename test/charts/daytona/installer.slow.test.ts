// The script that installs Docker and Sysbox on a node, run against a simulated node in a folder.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installerParts } from '../../../charts/runner-manager/nodes/docker-installer';
import { Shell } from '../../support/shell';

const script = installerParts().join('\n');

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const PACKAGE = 'a package';

/** Records its arguments. */
const calls = (name: string) => `echo "${name} $*" >>"$CALLS"`;

/** Services, downloads and mounts are files below $STATE. */
const STUBS: Readonly<Record<string, string>> = {
  id: 'echo 0',
  uname: 'echo "$MACHINE"',
  sleep: ':',
  date: 'echo 20250101000000',
  'apt-get': `${calls('apt-get')}; case "$*" in *sysbox*) touch "$STATE/units/sysbox.service";; esac`,
  dpkg: `${calls('dpkg')}; case "$*" in *sysbox*) touch "$STATE/units/sysbox.service";; esac`,
  systemctl: `${calls('systemctl')}
case "$1" in
  cat) [ -e "$STATE/units/$2" ] || [ -e "$ROOT/etc/systemd/system/$2" ] ;;
  is-active) [ -e "$STATE/active/$3" ] ;;
  start | restart) for name in "$@"; do touch "$STATE/active/$name"; done ;;
  stop) for name in "$@"; do rm -f "$STATE/active/$name"; done ;;
esac`,
  curl: `${calls('curl')}
while [ $# -gt 1 ]; do [ "$1" = --output ] && out=$2; shift; done
[ -e "$STATE/net/$(basename "$1")" ] || { echo "curl: cannot resolve host" >&2; exit 6; }
cp "$STATE/net/$(basename "$1")" "$out"`,
  'mkfs.xfs': `${calls('mkfs.xfs')}; [ ! -e "$STATE/broken-mkfs" ] || exit 1`,
  blkid: '[ ! -e "$STATE/not-xfs" ] && echo xfs',
  mount: `${calls('mount')}; echo "/dev/loop0 $1 xfs rw,relatime,prjquota 0 0" >>"$ROOT/proc/mounts"`,
  iptables: ':',
  rsync: ':',
  fusermount: ':',
  'sysbox-runc': 'echo "sysbox-runc 0.6.4"',
};

let shell: Shell;
let root: string;
let env: Record<string, string>;

beforeEach(() => {
  shell = new Shell(STUBS);
  root = join(shell.folder, 'root');
  for (const folder of ['proc', 'etc', 'var/lib', 'usr/local/bin', 'tmp'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const folder of ['net', 'units', 'active']) mkdirSync(join(shell.folder, folder));
  onNode('/proc/mounts', '/dev/sda1 / ext4 rw 0 0\n');
  onNode('/etc/hosts', '127.0.0.1 localhost\n');
  onNode('/etc/fstab', '/dev/sda1 / ext4 defaults 0 1\n');
  const archive = dockerArchive();
  shell.put('net/sysbox-ce_0.6.4-0.linux_amd64.deb', PACKAGE);
  env = {
    ROOT: root,
    XFS_STORAGE_SIZE: '50G',
    AIRGAPPED_MODE: 'false',
    PACKAGES: join(root, 'tmp/offline-packages'),
    DOCKER_URL: 'https://download.example.com/docker-27.4.0.tgz',
    DOCKER_SHA256: sha256(readFileSync(archive)),
    SYSBOX_URL: 'https://downloads.example.com/sysbox-ce_0.6.4-0.linux_amd64.deb',
    SYSBOX_SHA256: sha256(PACKAGE),
    DNS: '',
    HOST_ALIASES: '',
    MACHINE: 'x86_64',
    CHECK_SECONDS: '0',
    ROUNDS: '1',
  };
});
afterEach(() => {
  shell.dispose();
});

const onNode = (path: string, text?: string): string => {
  const file = join(root, path);
  if (text !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

const stub = (name: string, body: string) =>
  writeFileSync(join(shell.folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });

function dockerArchive(): string {
  mkdirSync(join(shell.folder, 'docker'));
  writeFileSync(join(shell.folder, 'docker/dockerd'), '#!/bin/sh\necho "Docker version 27.4.0"\n', { mode: 0o755 });
  writeFileSync(join(shell.folder, 'docker/docker'), '', { mode: 0o755 });
  const file = join(shell.folder, 'net/docker-27.4.0.tgz');
  const { code, stderr } = shell.run(`tar -czf "${file}" -C "${shell.folder}" docker`, {});
  expect([code, stderr]).toEqual([0, '']);
  return file;
}

const install = (change: Record<string, string> = {}) => shell.run(script, { ...env, ...change });
const did = (start: string) => shell.calls.filter((call) => call.startsWith(start));
const settings = () => JSON.parse(onNode('/etc/docker/daemon.json')) as Record<string, unknown>;

test('a bare node gets storage with quotas, Docker, Sysbox and their settings', () => {
  const { code, stdout, stderr } = install({ DNS: '10.0.0.2 10.0.0.3' });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Docker: Docker version 27.4.0');
  expect(onNode('/etc/fstab')).toBe(
    '/dev/sda1 / ext4 defaults 0 1\n/var/lib/docker-xfs.img /var/lib/docker xfs loop,pquota,nofail 0 0\n',
  );
  expect(did('mkfs.xfs')).toHaveLength(1);
  expect(did('mount')).toEqual(['mount /var/lib/docker']);
  expect(onNode('/etc/systemd/system/docker.service')).toContain('ExecStart=/opt/daytona/docker/dockerd\n');
  expect(settings()).toEqual({
    runtimes: { 'sysbox-runc': { path: '/usr/bin/sysbox-runc' } },
    'default-runtime': 'sysbox-runc',
    'log-driver': 'json-file',
    'log-opts': { 'max-size': '10m', 'max-file': '3' },
    dns: ['10.0.0.2', '10.0.0.3'],
  });
  expect(did('systemctl').slice(-5)).toEqual([
    'systemctl enable --quiet sysbox docker',
    'systemctl start sysbox',
    'systemctl restart docker',
    'systemctl is-active --quiet sysbox',
    'systemctl is-active --quiet docker',
  ]);
});

test('a second run changes nothing and restarts nothing', () => {
  install();
  const before = ['/etc/fstab', '/etc/hosts', '/etc/docker/daemon.json'].map((file) => onNode(file));
  const past = shell.calls.length;
  expect(install().code).toBe(0);
  expect(['/etc/fstab', '/etc/hosts', '/etc/docker/daemon.json'].map((file) => onNode(file))).toEqual(before);
  const since = shell.calls.slice(past).filter((call) => !/^systemctl (cat|is-active)/.test(call));
  expect(since).toEqual(['systemctl enable --quiet sysbox docker', 'systemctl start sysbox', 'systemctl start docker']);
});

test('a download with a wrong checksum is not installed', () => {
  const { code, stderr } = install({ DOCKER_SHA256: sha256('another') });
  expect(code).toBe(1);
  expect(stderr).toContain(`has the checksum ${env.DOCKER_SHA256}, not ${sha256('another')}`);
  expect(onNode('/etc/systemd/system/docker.service')).toBe('');
  expect(did('apt-get')).toEqual([]);
});

test('TLS is verified, and there is no retry without verification', () => {
  shell.run('rm "$STATE"/net/*', {});
  const { code } = install();
  expect(code).not.toBe(0);
  expect(did('curl')).toHaveLength(1);
  expect(did('curl')[0]).toContain('--proto =https');
  expect(did('curl')[0]).not.toMatch(/--insecure| -k /);
});

test('a file system that could not be created leaves nothing behind, and the next run creates it', () => {
  shell.put('broken-mkfs', '');
  expect(install().code).not.toBe(0);
  expect(existsSync(join(root, 'var/lib/docker-xfs.img'))).toBe(false);
  expect(onNode('/etc/fstab')).toBe('/dev/sda1 / ext4 defaults 0 1\n');
  shell.run('rm "$STATE/broken-mkfs"', {});
  expect(install().code).toBe(0);
  expect(existsSync(join(root, 'var/lib/docker-xfs.img'))).toBe(true);
});

test('a volume with other contents stops the installation', () => {
  onNode('/var/lib/docker-xfs.img', 'no file system');
  shell.put('not-xfs', '');
  const { code, stderr } = install();
  expect([code, stderr]).toEqual([1, 'error: /var/lib/docker-xfs.img is not an XFS file system: remove it\n']);
});

test('/var/lib/docker on XFS with quotas is not changed', () => {
  onNode('/proc/mounts', '/dev/nvme1n1 /var/lib/docker xfs rw,prjquota 0 0\n');
  expect(install().code).toBe(0);
  expect(did('mkfs.xfs')).toEqual([]);
  expect(did('mount')).toEqual([]);
});

test('a mount without quotas is not touched', () => {
  onNode('/proc/mounts', '/dev/nvme1n1 /var/lib/docker ext4 rw 0 0\n');
  const { code, stderr } = install();
  expect(code).toBe(1);
  expect(stderr).toBe(
    'error: /var/lib/docker is mounted without XFS project quotas: unmount it, or mount it with pquota\n',
  );
});

test('the previous contents of /var/lib/docker are moved to another folder', () => {
  onNode('/var/lib/docker/image/one', 'layer');
  expect(install().code).toBe(0);
  expect(onNode('/var/lib/docker.20250101000000/image/one')).toBe('layer');
});

test("settings of the node's owner in daemon.json are kept", () => {
  onNode('/etc/docker/daemon.json', '{"live-restore": true, "log-opts": {"max-size": "1g"}}');
  expect(install().code).toBe(0);
  expect(settings()).toMatchObject({ 'live-restore': true, 'log-opts': { 'max-size': '10m', 'max-file': '3' } });
});

test('an invalid daemon.json stops the installation', () => {
  onNode('/etc/docker/daemon.json', '{broken');
  const { code, stderr } = install();
  expect(code).toBe(1);
  expect(stderr).toContain('error: /etc/docker/daemon.json is not valid JSON\n');
  expect(onNode('/etc/docker/daemon.json')).toBe('{broken');
});

test('an installed Docker is kept', () => {
  shell.put('units/docker.service', '');
  expect(install().stdout).toContain('Docker is already installed');
  expect(onNode('/etc/systemd/system/docker.service')).toBe('');
  expect(did('curl').some((call) => call.includes('docker-27.4.0'))).toBe(false);
});

test('host aliases are added to /etc/hosts once, changed, and removed', () => {
  const ours = (lines: string) => `127.0.0.1 localhost\n# daytona-runner: begin\n${lines}\n# daytona-runner: end\n`;
  install({ HOST_ALIASES: '10.1.0.1 registry.internal\n10.1.0.1 other.internal' });
  install({ HOST_ALIASES: '10.1.0.1 registry.internal\n10.1.0.1 other.internal' });
  expect(onNode('/etc/hosts')).toBe(ours('10.1.0.1 registry.internal\n10.1.0.1 other.internal'));
  install({ HOST_ALIASES: '10.1.0.9 registry.internal' });
  expect(onNode('/etc/hosts')).toBe(ours('10.1.0.9 registry.internal'));
  install();
  expect(onNode('/etc/hosts')).toBe('127.0.0.1 localhost\n');
});

test('a crashed service is restarted', () => {
  onNode('/proc/mounts', '/dev/nvme1n1 /var/lib/docker xfs rw,prjquota 0 0\n');
  stub('sleep', 'rm -f "$STATE/active/docker"');
  expect(install().stdout).toContain('docker is not running: restarting it');
  expect(shell.calls.at(-1)).toBe('systemctl restart docker');
});

test('a node with another architecture is refused', () => {
  const { code, stderr } = install({ MACHINE: 'aarch64' });
  expect([code, stderr]).toEqual([1, 'error: Docker and Sysbox need x86_64, but this node is aarch64\n']);
});

describe('without internet', () => {
  const airgapped = () => install({ AIRGAPPED_MODE: 'true' });
  const packages = 'tmp/offline-packages';

  test('everything comes from the packages, and nothing is downloaded', () => {
    onNode(`${packages}/docker/docker-ce.deb`, 'docker');
    onNode(`${packages}/sysbox/sysbox-ce_0.6.4-0.linux_amd64.deb`, PACKAGE);
    onNode(`${packages}/dependencies/jq.deb`, 'jq');
    shell.run('rm -r "$STATE/docker"', {});
    stub('docker', 'echo Docker version 27');
    const { code, stderr } = airgapped();
    expect([code, stderr]).toEqual([0, '']);
    expect(did('curl')).toEqual([]);
    expect(did('apt-get')).toEqual([]);
    expect(did('dpkg').map((call) => call.replaceAll(root, ''))).toEqual([
      `dpkg --install /${packages}/docker/docker-ce.deb`,
      `dpkg --install /${packages}/sysbox/sysbox-ce_0.6.4-0.linux_amd64.deb`,
    ]);
  });

  test('a missing package is reported', () => {
    const { code, stderr } = airgapped();
    expect(code).toBe(1);
    expect(stderr.replaceAll(root, '')).toBe(
      `error: /${packages}/docker contains neither docker-27.4.0.tgz nor packages\n`,
    );
  });

  test('Sysbox has the configured checksum', () => {
    onNode(`${packages}/sysbox/sysbox-ce_0.6.4-0.linux_amd64.deb`, 'something else');
    shell.put('units/docker.service', '');
    const { code, stderr } = airgapped();
    expect(code).toBe(1);
    expect(stderr).toContain(`has the checksum ${sha256('something else')}, not ${sha256(PACKAGE)}`);
  });
});

describe('the container that unpacks the packages', () => {
  const extract = readFileSync(
    join(__dirname, '../../../charts/runner-manager/nodes/scripts/extract-packages.sh'),
    'utf8',
  );
  const run = (pack: string) => {
    const archive = join(shell.folder, 'packages.tar.gz');
    shell.run(`cd "$STATE" && mkdir -p pack && cd pack && ${pack} && tar -czf "${archive}" .`, {});
    return shell.run(extract, { ARCHIVE: archive, NODE: root, PACKAGES: '/tmp/offline-packages' });
  };

  test.each([
    ['three folders', 'mkdir dependencies docker sysbox'],
    ['one folder with all three', 'mkdir -p offline/dependencies offline/docker offline/sysbox'],
  ])('an archive of %s', (_name, pack) => {
    expect(run(pack).code).toBe(0);
    expect(readdirSync(join(root, 'tmp/offline-packages')).sort()).toEqual(['dependencies', 'docker', 'sysbox']);
  });

  test('an archive without one of them keeps the earlier packages', () => {
    onNode('/tmp/offline-packages/docker/old', 'old');
    const { code, stderr } = run('mkdir docker sysbox');
    expect(code).toBe(1);
    expect(stderr).toContain('has no folder dependencies');
    expect(onNode('/tmp/offline-packages/docker/old')).toBe('old');
  });

  test.each([
    ['before it unpacks', 'mkdir', '/tmp/offline-packages.new', 1],
    ['before the packages get their name', 'mv', '/tmp/offline-packages', 1],
  ])('a folder that another user of the node creates at %s is not used', (_name, program, folder, code) => {
    const real = `PATH=\${PATH#*:} ${program} "$@"`;
    stub(
      program,
      `case "$*" in *offline-packages.new*) PATH=\${PATH#*:} mkdir -p "${root}${folder}/sysbox" 2>/dev/null ;; esac; ${real}`,
    );
    const finished = run('mkdir dependencies docker sysbox');
    expect(finished.code).toBe(code);
    expect(existsSync(join(root, 'tmp/offline-packages/docker'))).toBe(false);
  });

  test('no other user of the node can read or change the unpacked files', () => {
    run('mkdir dependencies docker sysbox');
    expect(statSync(join(root, 'tmp/offline-packages')).mode & 0o777).toBe(0o700);
  });

  test('an image without the archive is reported', () => {
    const { code, stderr } = shell.run(extract, { ARCHIVE: '/none', NODE: root, PACKAGES: '/tmp/p' });
    expect([code, stderr]).toEqual([1, 'error: the image has no /none\n']);
  });
});

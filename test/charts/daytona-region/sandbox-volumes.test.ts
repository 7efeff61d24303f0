// Volumes of sandboxes: the mount of the runner, the program in place of mount-s3, and the Job that checks the image.

import { join } from 'node:path';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { system } from '../../../charts/daytona-region';
import { variablesOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { only, render } from '../../support/render';
import { Shell } from '../../support/shell';
import { podsWith, script, withRunners } from './support/runners';

const withVolumes = (volumes: object) => ({ mainContainer: { enabled: true }, volumes });
const region = (volumes: object) => render(system, withRunners(withVolumes(volumes)));
const preflight = (volumes: object) => {
  const job = region(volumes).objects.find(({ metadata }) => metadata.name.includes('volume-preflight'));
  return (job as unknown as IJob | undefined)?.spec?.template.spec;
};

const mountsOf = (volumes: object) =>
  podsWith(withVolumes(volumes)).containers.find(({ name }) => name === 'runner')?.volumeMounts ?? [];

test('are off by default', () => {
  const { objects } = region({});
  expect(objects.filter(({ metadata }) => metadata.name.includes('volume'))).toEqual([]);
  expect(mountsOf({}).some(({ mountPropagation }) => mountPropagation === 'Bidirectional')).toBe(false);
});

test.each(['s3', 'gcs', 'rclone'])('%s: appear on the node at the path that the runner uses', (backend) => {
  const credentialsFile = backend === 'gcs' ? { gcs: { credentialsFile: '/keys/gcs.json' } } : {};
  expect(mountsOf({ backend, hostMountPath: '/srv/volumes', ...credentialsFile })).toContainEqual({
    name: 'sandbox-volumes',
    mountPath: '/srv/volumes',
    mountPropagation: 'Bidirectional',
  });
  const shim = mountsOf({ backend }).find(({ mountPath }) => mountPath === '/usr/local/bin/mount-s3');
  expect(shim?.subPath).toBe(backend === 's3' ? undefined : 'mount-s3');
});

describe('the Job', () => {
  test.each([
    ['s3', 'mount-s3', '--version'],
    ['gcs', 'gcsfuse', '--version'],
    ['rclone', 'rclone', 'version'],
  ])('%s: runs the image of the runner on a sandbox node', (backend, PROGRAM, VERSION) => {
    const pod = preflight({ backend });
    expect(pod?.containers[0]?.image).toBe('docker.io/daytonaio/daytona-runner:v0.207.0');
    expect(variablesOf(pod?.containers[0] ?? { name: '' })).toMatchObject({ PROGRAM, VERSION });
    expect(pod?.nodeSelector).toEqual({ 'daytona-sandbox-c': 'true' });
  });

  test('is not there on request', () => {
    expect(preflight({ backend: 's3', preflight: { enabled: false } })).toBeUndefined();
  });

  const check = (stubs: Record<string, string>) => {
    const shell = new Shell(stubs);
    const path = process.env.PATH;
    // Only the stubs: the machine of the test may have these programs.
    process.env.PATH = '/nowhere';
    const body = `${script('check-volumes.sh')}`;
    process.env.PATH = path;
    const finished = shell.run(`PATH=${shell.folder}\n${body}`, { PROGRAM: 'mount-s3', VERSION: '--version' });
    shell.dispose();
    return finished;
  };

  test('succeeds if the program starts', () => {
    expect(check({ 'mount-s3': 'echo mount-s3 1.0', 'systemd-run': ':' })).toMatchObject({
      code: 0,
      stdout: 'mount-s3 1.0\n',
    });
  });

  test.each([
    ['the image of the runner has no mount-s3', {}],
    ['mount-s3 is in the image of the runner, but does not start', { 'mount-s3': 'exit 127' }],
    ['the image of the runner has no systemd-run', { 'mount-s3': ':' }],
  ])('fails: %s', (message, stubs) => {
    const { code, stderr } = check(stubs as Record<string, string>);
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${message}`);
  });
});

describe('the program in place of mount-s3', () => {
  let shell: Shell;
  beforeEach(() => {
    const report = (name: string) => `printf '%s\\n' "${name}" "$@"; env | grep -E '^(RCLONE|GOOGLE)' | sort`;
    shell = new Shell({ gcsfuse: report('gcsfuse'), rclone: report('rclone') });
  });
  afterEach(() => shell.dispose());

  const mount = (volumes: object, env: Record<string, string> = {}) => {
    const text = only<IConfigMap>(region(volumes), 'ConfigMap', 'daytona-region-volume-shim').data?.['mount-s3'] ?? '';
    const file = shell.put('shim', text.replace(/^PATH=.*$/m, `PATH=${shell.folder}:/usr/bin:/bin`));
    const folder = join(shell.folder, 'mnt');
    const call = `sh ${file} --allow-other --allow-delete --file-mode 0666 --dir-mode 0777 bucket ${folder}`;
    const { code, stdout, stderr } = shell.run(`${call} && [ -d ${folder} ]`, env);
    expect([code, stderr]).toEqual([0, '']);
    return stdout.replaceAll(shell.folder, '').trimEnd().split('\n');
  };

  test('calls gcsfuse with its key', () => {
    expect(mount({ backend: 'gcs', gcs: { credentialsFile: '/keys/gcs.json' } })).toEqual([
      ...['gcsfuse', '-o', 'allow_other', '--file-mode', '0666', '--dir-mode', '0777', '--implicit-dirs', 'bucket'],
      '/mnt',
      'GOOGLE_APPLICATION_CREDENTIALS=/keys/gcs.json',
    ]);
  });

  test('calls rclone with the store of the runner, and with additional arguments as they are', () => {
    const extraArgs = ['--log-level', "it's $HOME"];
    const env = { AWS_ENDPOINT_URL: 'https://minio.example.com', AWS_REGION: 'us-east-1' };
    const lines = mount({ backend: 'rclone', rclone: { extraArgs } }, env);
    expect(lines.slice(0, 6)).toEqual(['rclone', 'mount', '--log-level', "it's $HOME", '--daemon', '--allow-other']);
    expect(lines).toEqual(
      expect.arrayContaining([
        'volumes:bucket',
        '/mnt',
        'RCLONE_CONFIG_VOLUMES_ENDPOINT=https://minio.example.com',
        'RCLONE_CONFIG_VOLUMES_ENV_AUTH=true',
        'RCLONE_CONFIG_VOLUMES_PROVIDER=Other',
        'RCLONE_CONFIG_VOLUMES_REGION=us-east-1',
        'RCLONE_CONFIG_VOLUMES_TYPE=s3',
      ]),
    );
    expect(mount({ backend: 'rclone' }).join('\n')).toContain('RCLONE_CONFIG_VOLUMES_PROVIDER=AWS');
  });
});

describe('mistakes', () => {
  const runner = (values: object) => withRunners({ dockerInstaller: { dns: ['8.8.8.8'] }, ...values });

  test.each([
    ['volumes.backend: requires services.runner.mainContainer.enabled', { volumes: { backend: 's3' } }],
    [
      'sandboxIsolation.enabled: requires services.runner.dockerInstaller.enabled',
      { sandboxIsolation: { enabled: true }, dockerInstaller: { enabled: false } },
    ],
    ['buildkit.dns.nameservers: is required', { buildkit: { dns: { options: ['edns0'] } } }],
    ['networkPolicy.interfaces: is empty', { networkPolicy: { enabled: true, interfaces: [] } }],
    ['networkPolicy.blockCIDRs: is empty', { networkPolicy: { enabled: true, blockCIDRs: [], blockHostPorts: [] } }],
    ['networkPolicy.image: ubuntu:24.04 is the image', { networkPolicy: { enabled: true, image: 'ubuntu:24.04' } }],
  ])('%s', (message, values) => {
    expect(problemsOf(system, runner(values))[0]).toContain(message);
  });

  test.each([
    ['dockerInstaller.dns: is empty', { networkPolicy: { enabled: true }, dockerInstaller: {} }],
    ['docker.daemonConfig.enabled: has no effect', { docker: { daemonConfig: { enabled: true } } }],
    ['daemonInstaller.enabled: is false', { daemonInstaller: { enabled: false } }],
    ['daemonInstaller.enabled: is for runners', { image: { tag: 'v0.158.4-k8s-amd64' } }],
    ['volumes.gcs.credentialsFile: is empty', withVolumes({ backend: 'gcs' })],
    ['volumes.gcs.credentialsFile: has no effect', withVolumes({ gcs: { credentialsFile: '/key' } })],
    ['volumes.rclone.extraArgs: has no effect', withVolumes({ rclone: { extraArgs: ['-v'] } })],
    [
      'dockerInstaller.insecureRegistries: has no effect',
      { dockerInstaller: { enabled: false, insecureRegistries: ['r'] } },
    ],
    [
      'dockerInstaller.dynamicHostAliases: has no effect',
      { dockerInstaller: { enabled: false, dynamicHostAliases: ['r'] } },
    ],
    [
      'buildkit.dns.nameservers: has no effect',
      { dockerInstaller: { enabled: false }, buildkit: { dns: { nameservers: ['8.8.8.8'] } } },
    ],
  ])('%s', (message, values) => {
    expect(warningsOf(system, runner(values)).join('\n')).toContain(message);
  });
});

// Prerequisites: printed on request, and in a file next to the manifests if there are any.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { registry } from '../../charts/registry';
import { root, run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'requirements-'));
  write('lab.yaml', {
    session: { id: '7', userId: 'ada' },
    rootfs: { imageUrl: 'https://images.example.com/rootfs.ext4' },
    global: { imageRegistry: 'registry.example.com', imagePullSecrets: ['registry'] },
    codeServer: { password: 'correct horse battery staple' },
  });
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (file: string, content: object) => writeFileSync(join(cwd, file), JSON.stringify(content));
const program = (...argv: string[]) => run({ version: '1.2.3', registry }, argv, { cwd });
const releases = (...names: string[]) =>
  write('releases.yaml', {
    defaults: { chart: 'dozlab-session', namespace: 'labs', values: ['lab.yaml'] },
    releases: names.map((name) => ({ name, set: { session: { id: name } } })),
  });
const file = (release: string) => join(cwd, 'dist', `${release}.requirements.yaml`);
const lab = ['dozlab-session', '-n', 'labs', '-f', 'lab.yaml'];

test('the default is a short text, and nothing else is printed', async () => {
  expect(await program('requirements', ...lab, '--secrets', 'existing')).toEqual({
    code: 0,
    err: '',
    out: `dozlab-session:
  namespace labs, Pod Security privileged:
    Pod labs/lab-session-7 spec.securityContext.sysctls[0]
    Pod labs/lab-session-7 spec.containers[0].securityContext.capabilities.add
  Secret labs/lab-session-7-secrets with vscode-password:
    test -n "\${VSCODE_PASSWORD:?}" && printf %s "$VSCODE_PASSWORD" | kubectl create secret generic lab-session-7-secrets --namespace labs --from-file=vscode-password=/dev/stdin
  Secret labs/registry with .dockerconfigjson:
    kubectl create secret docker-registry registry --namespace labs --from-file=.dockerconfigjson
  device dozlab.io/kvm on the nodes: Pod labs/lab-session-7
  device dozlab.io/tun on the nodes: Pod labs/lab-session-7
`,
  });
});

test('scripts get the same as YAML, as JSON and in the file', async () => {
  const { out: yaml } = await program('requirements', ...lab, '--format', 'yaml');
  const { out: json } = await program('requirements', ...lab, '--format', 'json');
  await program('synth', ...lab);
  expect(readFileSync(file('dozlab-session'), 'utf8')).toBe(yaml);
  expect(JSON.parse(json)).toEqual([(parse(yaml) as { requirements: object }).requirements]);
});

test('YAML has a document for each release', async () => {
  releases('a', 'b');
  const { out } = await program('requirements', '--format', 'yaml');
  const names = parseAllDocuments(out).map((document) => document.getIn(['requirements', 'release']));
  expect(names).toEqual(['a', 'b']);
});

test('nothing is written, and invalid values fail as in synth', async () => {
  expect((await program('requirements', ...lab)).code).toBe(0);
  expect(existsSync(join(cwd, 'dist'))).toBe(false);
  const { code, err } = await program('requirements', ...lab, '--set', 'session.id=A');
  expect([code, err]).toEqual([1, expect.stringContaining('--set session.id: invalid value "A"')]);
});

test('the file belongs to the release: it is verified, compared, and deleted with it', async () => {
  releases('a', 'b');
  await program('synth');
  expect(await program('verify')).toMatchObject({ code: 0 });
  expect(await program('diff')).toMatchObject({ code: 0, out: 'no differences: 8 the same\n' });
  writeFileSync(file('a'), 'items: []\n');
  expect(await program('verify')).toMatchObject({
    code: 1,
    out: 'a: dist/a.requirements.yaml is not what its inputs render\n',
  });
  await program('synth');
  releases('b');
  await program('synth');
  expect([existsSync(file('a')), existsSync(file('b'))]).toEqual([false, true]);
});

test('with a file per object, the file is next to the folder of the release', async () => {
  await program('synth', ...lab, '--layout', 'objects');
  expect(existsSync(file('dozlab-session'))).toBe(true);
  const kustomization = readFileSync(join(cwd, 'dist', 'dozlab-session', 'kustomization.yaml'), 'utf8');
  expect(kustomization).not.toContain('requirements');
});

test('rows of a table have a file only for Secrets that were left out', async () => {
  writeFileSync(join(cwd, 'labs.csv'), 'id\na\nb\n');
  const table = (secrets: object) =>
    write('releases.yaml', {
      defaults: { chart: 'dozlab-session', values: ['lab.yaml'], secrets },
      releases: [{ name: '{{ row.id }}', forEach: 'labs.csv', set: { session: { id: '{{ row.id }}' } } }],
    });
  table({ mode: 'inline' });
  await program('synth');
  expect(existsSync(file('a'))).toBe(false);
  table({ each: { 'lab-session-a-secrets': { mode: 'existing' } } });
  await program('synth');
  expect([existsSync(file('a')), existsSync(file('b'))]).toEqual([true, false]);
});

describe('access of the snapshot manager to its bucket on AWS', () => {
  const example = join(root, 'charts', 'daytona-region', 'example.values.yaml');

  const policies = async (s3: object, more: object = {}) => {
    write('s3.yaml', { services: { snapshotManager: { storage: { s3 }, ...more } } });
    const { out } = await program('requirements', 'daytona-region', '-f', example, '-f', 's3.yaml', '--format', 'json');
    const [found] = JSON.parse(out) as [{ policies?: { purpose: string; document: object }[] }];
    return found.policies ?? [];
  };

  test('is listed as the policy of the role', async () => {
    const [policy = { purpose: '', document: {} }, ...others] = await policies({
      bucket: 'snaps',
      region: 'cn-north-1',
      rootDirectory: '/eu',
    });
    expect(others).toEqual([]);
    expect(policy.purpose).toBe('the role arn:aws:iam::123456789012:role/daytona-snapshots and bucket snaps');
    const { Statement } = policy.document as { Statement: { Action: string[]; Resource: string[] }[] };
    const resourcesOf = (action: string) =>
      Statement.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
    expect(resourcesOf('s3:ListBucket')).toEqual(['arn:aws-cn:s3:::snaps']);
    expect(resourcesOf('s3:GetObject')).toEqual(['arn:aws-cn:s3:::snaps/*']);
  });

  test.each([
    ['the keys in Secret s3-keys', { existingSecret: 's3-keys' }, {}],
    ["the snapshot manager's keys", { accessKey: 'AKIA', secretKey: 'x' }, {}],
    [
      'the role of the snapshot manager',
      {},
      { serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': null } } },
    ],
    [
      'the role arn:aws:iam::123456789012:role/daytona-snapshots',
      { endpoint: 'https://s3.eu-west-1.amazonaws.com' },
      {},
    ],
  ])('is that of %s', async (who, s3, more) => {
    const found = await policies({ bucket: 'snaps', ...s3 }, more);
    expect(found.map(({ purpose }) => purpose)).toEqual([`${who} and bucket snaps`]);
  });

  test('is not listed for another store', async () => {
    expect(await policies({ endpoint: 'https://minio.example.com' })).toEqual([]);
  });
});

test('--against: what the cluster lacks, and the exit status', async () => {
  const state = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n' },
    status: { nodeInfo: { kubeletVersion: 'v1.30.0' } },
  });
  const values = join(root, 'charts/dozlab-session/example.values.yaml');
  const argv = ['requirements', 'dozlab-session', '-f', values, '--against', '-'];
  const product = { version: '0.0.0', registry };
  const { code, out } = await run(product, [...argv, '--format', 'json'], { stdin: state });
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual([expect.objectContaining({ release: 'dozlab-session' })]);
  expect(out).toContain('the cluster has v1.30.0');
  expect(await run(product, [...argv, '-f', '-'])).toMatchObject({ code: 2 });
});

// Mode sops with the real programs: SOPS encrypts for an age key, and Flux's controller decrypts.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fluxPrograms, sopsPrograms } from './harness/binaries';
import { Flux, NAMESPACE } from './harness/flux';
import { kubectl } from './harness/kubectl';
import { removeFolders, runCli, temporaryFolder } from './support';

const cluster = kubectl();
const log = (line: string) => process.stderr.write(`cluster: ${line}\n`);
const { sops, ageKeygen } = sopsPrograms(log);
const flux = new Flux(cluster, fluxPrograms(log));

const PASSWORD = 'correct horse battery staple';
const NAME = 'lab-session-7-secrets';
/** The program is on the PATH. */
const WITH_SOPS = { PATH: `${dirname(sops)}:${process.env.PATH}` };

const tree = temporaryFolder();
const keyFile = join(temporaryFolder(), 'key.txt');
let recipient: string;

beforeAll(async () => {
  execFileSync(ageKeygen, ['-o', keyFile], { stdio: 'ignore' });
  recipient = execFileSync(ageKeygen, ['-y', keyFile], { encoding: 'utf8' }).trim();
  writeFileSync(
    join(tree, 'lab.yaml'),
    [
      'session: {id: "7", userId: ada}',
      'rootfs: {imageUrl: "https://a.example.com/x"}',
      `codeServer: {password: ${PASSWORD}}`,
      'fingerprintKey: Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x',
    ].join('\n'),
  );
  write();
});

afterAll(async () => {
  await flux.stop();
  removeFolders();
});

function write(secrets = `{mode: sops, sops: {age: [${recipient}]}}`): void {
  writeFileSync(
    join(tree, 'releases.yaml'),
    [
      'defaults:',
      '  target: flux',
      '  namespace: default',
      `  secrets: ${secrets}`,
      '  delivery: {folder: clusters, flux: {decryption: {secretRef: {name: age}}}}',
      'releases:',
      '  - {name: lab-7, chart: dozlab-session, values: [lab.yaml]}',
    ].join('\n'),
  );
}

const synth = (...args: string[]) => runCli(['synth', ...args], tree, WITH_SOPS);
const synthWithout = (...args: string[]) => runCli(['synth', ...args], tree);
const objects = () => readFileSync(join(tree, 'dist', 'lab-7', 'main', 'objects.yaml'), 'utf8');

test('the password is nowhere in the tree', async () => {
  expect(await synth()).toMatchObject({ code: 0 });
  expect(objects()).toContain('ENC[AES256_GCM,');
  for (const text of [PASSWORD, Buffer.from(PASSWORD).toString('base64')]) expect(objects()).not.toContain(text);
});

test('without the program, a second run writes nothing, and verify and diff find no differences', async () => {
  expect((await synthWithout()).stderr).toContain('0 files written');
  expect(await runCli(['verify'], tree)).toMatchObject({ code: 0 });
  expect(await runCli(['diff'], tree)).toMatchObject({ code: 0 });
});

test("Flux's controller decrypts it", async () => {
  await flux.start('./clusters');
  await cluster.ok(['create', 'secret', 'generic', 'age', '-n', NAMESPACE, `--from-file=a.agekey=${keyFile}`]);
  await flux.push(tree);
  await flux.synced();
  const { data } = await cluster.json<{ data: Record<string, string> }>(['get', 'secret', NAME, '-n', 'default']);
  expect(Buffer.from(data['vscode-password'] ?? '', 'base64').toString()).toBe(PASSWORD);
});

describe('a Secret in a file of its own', () => {
  const folder = () => join(tree, 'single');
  const decrypt = (file: string) =>
    execFileSync(sops, ['decrypt', join(folder(), 'lab-7', file)], {
      encoding: 'utf8',
      env: { ...process.env, SOPS_AGE_KEY_FILE: keyFile },
    });
  const secretFile = () => readdirSync(join(folder(), 'lab-7')).find((name) => name.includes('-secret-')) ?? '';
  const FLAGS = ['--target', 'kubectl', '--layout', 'objects', '--output', 'single'];
  const single = () => synth(...FLAGS);

  // A delivery is only for Argo CD and Flux.
  beforeAll(() => {
    const file = join(tree, 'releases.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {2}(target|delivery).*\n/gm, ''));
  });

  test('is decrypted by SOPS, with its checksum', async () => {
    expect(await single()).toMatchObject({ code: 0 });
    expect(decrypt(secretFile())).toContain(Buffer.from(PASSWORD).toString('base64'));
  });

  test('follows the rules of .sops.yaml, which must exclude metadata from the checksum', async () => {
    const file = join(tree, 'releases.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/secrets:.*/, 'secrets: {mode: sops}'));
    const rule = { path_regex: 'single/.*', age: recipient };
    writeFileSync(join(tree, '.sops.yaml'), JSON.stringify({ creation_rules: [rule] }));
    const { code, stderr } = await single();
    expect(code).toBe(1);
    expect(stderr).toContain('must set mac_only_encrypted: true');
    writeFileSync(
      join(tree, '.sops.yaml'),
      JSON.stringify({ creation_rules: [{ ...rule, mac_only_encrypted: true }] }),
    );
    expect(await single()).toMatchObject({ code: 0 });
    expect(decrypt(secretFile())).toContain(Buffer.from(PASSWORD).toString('base64'));
  });

  test('cannot be encrypted without a rule, or without the program', async () => {
    writeFileSync(join(tree, '.sops.yaml'), JSON.stringify({ creation_rules: [{ path_regex: 'other/.*' }] }));
    writeFileSync(join(tree, 'lab.yaml'), readFileSync(join(tree, 'lab.yaml'), 'utf8').replace('horse', 'mule'));
    const unruled = await single();
    expect(unruled.code).toBe(1);
    expect(unruled.stderr).toContain(`lab-7: error: Secret default/${NAME}: sops failed: `);
    const missing = await synthWithout(...FLAGS);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain(`Secret default/${NAME} needs the program sops, which is not on the PATH`);
  });
});

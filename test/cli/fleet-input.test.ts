// Fleets of labs: patterns in --only, and tables with credentials in Git.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { run } from './support/run';

const product = { version: '0.0.0', registry };
let cwd: string;
const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
const synth = (...argv: string[]) => run(product, ['synth', ...argv], { cwd });

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'fleet-'));
  write('lab.yaml', 'rootfs: {imageUrl: https://a.example/x.ext4}\nglobal: {imageRegistry: r.example}\n');
  write('labs.csv', 'id,password\na1,first-password-1\na2,second-password-2\nb1,third-password-3\n');
  write(
    'releases.yaml',
    `releases:
  - name: "lab-{{ row.id }}"
    chart: dozlab-session
    namespace: labs
    forEach: labs.csv
    values: [lab.yaml]
    set:
      session: {id: "{{ row.id }}", userId: "user-{{ row.id }}"}
      codeServer: {password: "{{ row.password }}"}
      initContainers: {rootfs: {tag: "1"}}
      terminal: {tag: "1"}
      firecracker: {tag: "1"}
`,
  );
});
afterEach(() => rmSync(cwd, { recursive: true }));

test('--only takes patterns', async () => {
  expect(await synth('--only', 'lab-a*')).toMatchObject({ code: 0 });
  const written = readdirSync(join(cwd, 'dist')).filter((file) => file.endsWith('.k8s.yaml'));
  expect(written.sort()).toEqual(['lab-a1.k8s.yaml', 'lab-a2.k8s.yaml']);
  expect((await synth('--only', 'lab-x*')).err).toContain('--only "lab-x*" matches no release');
  expect((await synth('--only', 'lab-a3')).err).toContain('unknown release lab-a3');
});

test('a table with passwords that Git does not ignore causes a warning', async () => {
  const expected = 'Git does not ignore the credentials in labs.csv: add /labs.csv to .gitignore';
  expect((await synth()).err).not.toContain('labs.csv:');
  execFileSync('git', ['init', '-q'], { cwd });
  expect((await synth()).err).toContain(expected);
  write('.gitignore', '/labs.csv\n/dist/\n');
  expect((await synth()).err).not.toContain('Git does not ignore');
});

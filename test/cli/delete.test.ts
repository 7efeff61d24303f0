// `delete --plan`: every chart says what stays, and nothing is deleted.

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { root, run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'delete-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const program = (...argv: string[]) => run({ version: '1.2.3', registry }, argv, { cwd });
/** The example of a chart, in the current folder: an index refers only to files below it. */
function example(chart: string): string[] {
  copyFileSync(join(root, 'charts', chart, 'example.values.yaml'), join(cwd, `${chart}.yaml`));
  return [chart, '-f', `${chart}.yaml`];
}

test.each(registry.map(({ name }) => name))('%s', async (chart) => {
  const { code, out, err } = await program('delete', ...example(chart), '-n', 'home', '--plan');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatchSnapshot();
});

test('the releases that the index of the output folder recorded, the last one first', async () => {
  await program('synth', ...example('dozlab-session'), '--name', 'lab');
  await program('synth', ...example('runner-manager'), '--name', 'runners');
  const { out } = await program('delete', '--plan', '--format', 'json');
  const plans = JSON.parse(out) as { release: string; commands: string[] }[];
  expect(plans.map(({ release }) => release)).toEqual(['runners', 'lab']);
  expect(plans[1]?.commands[0]).toMatch(/^kubectl delete pod /);
});

test('a release that the releases file does not list anymore is a warning, and an error if there is no other', async () => {
  copyFileSync(join(root, 'charts', 'dozlab-session', 'example.values.yaml'), join(cwd, 'lab.yaml'));
  const releases = (...ids: string[]) => {
    const list = ids.map((id) => ({
      name: `lab-${id}`,
      chart: 'dozlab-session',
      values: ['lab.yaml'],
      set: { session: { id } },
    }));
    writeFileSync(join(cwd, 'releases.yaml'), JSON.stringify({ releases: list }));
  };
  releases('1', '2');
  await program('synth');
  releases('1', '3');
  const { code, out, err } = await program('delete', '--plan');
  expect([code, err]).toEqual([0, 'warning: dist has lab-2, which releases.yaml does not list anymore\n']);
  expect(out.match(/^# Delete .*/gm)).toEqual(['# Delete lab-1']);
  releases('3');
  expect(await program('delete', '--plan')).toEqual({
    ...{ code: 1, out: '' },
    err: 'error: dist has lab-1 and 1 more, which releases.yaml does not list anymore\n',
  });
});

test('without --plan, nothing happens', async () => {
  expect(await program('delete', ...example('dozlab-session'))).toEqual({
    code: 2,
    out: '',
    err: expect.stringContaining('sandbox-charts does not change clusters: use --plan'),
  });
});

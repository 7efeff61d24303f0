// The scripts are run by their shells: bash is always available, the others only if they are installed.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from '../support/product';
import { run } from '../support/run';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function scriptOf(shell: string): Promise<string> {
  const { code, out, err } = await run(product, ['completion', shell]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const file = join(folder, `completion.${shell}`);
  writeFileSync(file, out);
  return file;
}

function shell(program: string, ...argv: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, argv, { encoding: 'utf8', cwd: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const isInstalled = (program: string) => spawnSync(program, ['--version']).status === 0;

const COMPLETIONS: readonly (readonly [line: string, words: readonly string[]])[] = [
  [
    'sandbox-charts ',
    [
      'list',
      'synth',
      'merge',
      'lint',
      'diff',
      'explain',
      'requirements',
      'status',
      'delete',
      'report',
      'images',
      'verify',
      'values',
      'schema',
      'secrets',
      'adopt',
      'completion',
      'version',
      'help',
    ],
  ],
  ['sandbox-charts sy', ['synth']],
  ['sandbox-charts --v', ['--version']],
  ['sandbox-charts synth b', ['buoy']],
  ['sandbox-charts values ', ['tide-gauge', 'buoy']],
  ['sandbox-charts --debug schema t', ['tide-gauge']],
  ['sandbox-charts synth buoy --lay', ['--layout']],
  ['sandbox-charts synth buoy --layout ', ['release', 'objects']],
  ['sandbox-charts synth buoy --set a=1 --set-', ['--set-string', '--set-json', '--set-file', '--set-literal']],
  ['sandbox-charts completion z', ['zsh']],
];

describe('bash', () => {
  test('accepts the script', async () => {
    expect(shell('bash', '-n', await scriptOf('bash'))).toBe('');
  });

  test.each([...COMPLETIONS, ['sandbox-charts synth buoy --layout = o', ['objects']] as const])(
    'completes "%s"',
    async (line, words) => {
      const complete = [
        'source "$1"; shift',
        'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))',
        '_sandbox_charts',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash
        'printf "%s\\n" "${COMPREPLY[@]}"',
      ].join('\n');
      const output = shell('bash', '--norc', '-c', complete, 'bash', await scriptOf('bash'), ...line.split(' '));
      expect(
        output
          .split('\n')
          .filter((word) => word !== '')
          .sort(),
      ).toEqual([...words].sort());
    },
  );
});

for (const program of ['zsh', 'fish'].filter(isInstalled)) {
  test(`${program} accepts the script`, async () => {
    expect(shell(program, '-n', await scriptOf(program))).toBe('');
  });
}

for (const [line, words] of isInstalled('fish') ? COMPLETIONS : []) {
  test(`fish completes "${line}"`, async () => {
    const output = shell(
      'fish',
      '--no-config',
      '-c',
      `source $argv[1]; complete -C $argv[2]`,
      await scriptOf('fish'),
      line,
    );
    const offered = output
      .split('\n')
      .map((found) => found.split('\t')[0])
      .filter((word) => word !== '');
    expect(offered.sort()).toEqual([...words].sort());
  });
}

test('the scripts are pinned', async () => {
  for (const name of ['bash', 'zsh', 'fish']) {
    expect((await run(product, ['completion', name])).out).toMatchSnapshot(name);
  }
});

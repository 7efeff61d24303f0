import { COMMANDS, neededCommands } from '../../cli/commands/index';
import { programOf } from '../../cli/main';
import { product } from './support/product';
import { FakeIo, run } from './support/run';

test('list shows every chart with its version and loads none', async () => {
  expect(await run(product, ['list'])).toEqual({
    code: 0,
    out: [
      'NAME        APP VERSIONS  DESCRIPTION',
      'tide-gauge  4.5.6         Measures the tide',
      'buoy        10.0.0        Floats',
      '',
    ].join('\n'),
    err: '',
  });
});

test('--version prints only the version', async () => {
  expect(await run(product, ['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

test('--help goes to standard output, with examples', async () => {
  const { code, out, err } = await run(product, ['--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^Usage: sandbox-charts \[options\] \[command\]$/m);
  expect(out).toMatch(/^Examples:\n {2}sandbox-charts list +\S/m);
});

test.each(['list', 'synth', 'values', 'schema', 'completion'])(
  '%s --help names the options of every command',
  async (name) => {
    const { code, out } = await run(product, [name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: sandbox-charts ${name}`);
    expect(out).toContain('--debug');
  },
);

test('help does the same as --help of the program, or of the given command', async () => {
  expect(await run(product, ['help'])).toEqual(await run(product, ['--help']));
  expect(await run(product, ['help', 'synth'])).toEqual(await run(product, ['synth', '--help']));
});

test('no command is a usage error that shows the help on standard error', async () => {
  const { code, out, err } = await run(product, []);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('Usage: sandbox-charts');
});

describe('a wrong command line exits with 2, with the reason and a pointer to the help on standard error', () => {
  test.each([
    [['lst'], "error: unknown command 'lst'\n(Did you mean list?)\nRun sandbox-charts --help for usage.\n"],
    [['list', '--foo'], "error: unknown option '--foo'\nRun sandbox-charts list --help for usage.\n"],
    [
      ['list', 'x'],
      "error: too many arguments for 'list'. Expected 0 arguments but got 1.\nRun sandbox-charts list --help for usage.\n",
    ],
    [
      ['synth', 'buoy', '--set-sting=code=hunter2'],
      "error: unknown option '--set-sting'\n(Did you mean --set-string?)\nRun sandbox-charts synth --help for usage.\n",
    ],
    [
      ['synth', 'buoy', '--stdout=yes'],
      "error: option '--stdout' takes no value\nRun sandbox-charts synth --help for usage.\n",
    ],
    [['help', 'lst'], 'error: unknown command lst (did you mean list?)\nRun sandbox-charts help --help for usage.\n'],
    [['completion'], "error: missing required argument 'shell'\nRun sandbox-charts completion --help for usage.\n"],
    [['values', 'boy'], 'error: unknown chart boy (did you mean buoy?)\nRun sandbox-charts values --help for usage.\n'],
    [
      ['schema', 'harbour'],
      'error: unknown chart harbour (expected tide-gauge, buoy)\nRun sandbox-charts schema --help for usage.\n',
    ],
  ])('%j', async (argv, err) => {
    expect(await run(product, argv)).toEqual({ code: 2, out: '', err });
  });
});

test('errors are red where standard error takes colors', async () => {
  const { err } = await run(product, ['values', 'boy'], { color: true });
  expect(err).toContain('\u001b[31merror: unknown chart boy (did you mean buoy?)\u001b[39m\n');
});

describe('an error of the program itself', () => {
  test('is one line and exits with 1', async () => {
    const err = 'error: this chart must not be loaded\n';
    expect(await run(product, ['schema', 'tide-gauge'])).toEqual({ code: 1, out: '', err });
  });

  test('has its stack trace with --debug, wherever the flag is', async () => {
    for (const argv of [
      ['--debug', 'schema', 'tide-gauge'],
      ['schema', 'tide-gauge', '--debug'],
    ]) {
      expect((await run(product, argv)).err).toMatch(/^error: this chart .*\nError: this chart .*\n {4}at /);
    }
  });
});

describe('a start loads only the commands that it needs', () => {
  test.each([
    [['synth', 'daytona'], ['synth']],
    [['--debug', 'list'], ['list']],
    [['synth', 'help'], ['synth']],
  ])('%j', (argv, names) => expect(neededCommands(argv)).toEqual(names));

  test.each([[[]], [['--help', 'synth']], [['help', 'synth']], [['completion', 'bash']], [['synt']], [['toString']]])(
    'all of them for %j',
    (argv) => expect(neededCommands(argv)).toEqual(Object.keys(COMMANDS)),
  );

  test('each has its name', () => {
    const { commands } = programOf(new FakeIo('/'), product);
    expect(commands.map((command) => command.name())).toEqual(Object.keys(COMMANDS));
  });
});

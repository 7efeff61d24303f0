// `synth` creates only the options that its command line uses. Users cannot tell.

import { programOf } from '../../cli/main';
import { product } from './support/product';
import { FakeIo, run } from './support/run';

const flagsOf = async (...argv: string[]) => {
  const program = programOf(new FakeIo('/'), product, argv);
  await program.parseAsync(argv, { from: 'user' }).catch(() => undefined);
  const synth = program.commands.find((command) => command.name() === 'synth');
  return synth?.options.map(({ long }) => long);
};

const ALL = programOf(new FakeIo('/'), product)
  .commands.find((command) => command.name() === 'synth')
  ?.options.map(({ long }) => long);

test('those that are used', async () => {
  expect(await flagsOf('synth', 'nothing', '-f', 'a.yaml', '--set=a=1', '--stdout')).toEqual([
    '--values',
    '--set',
    '--stdout',
  ]);
  expect(await flagsOf('synth', 'nothing', '-nlabs', '-o', 'x')).toEqual(['--namespace', '--output']);
});

test.each([[['--help']], [['-h']], [['buoy', '-nh']]])('help has all: %j', async (argv) => {
  expect(await flagsOf('synth', ...argv)).toEqual(ALL);
});

test.each([[['--nope']], [['buoy', '-z']], [['--', '-x']], [['--set-fil=a']]])('errors know all: %j', async (argv) => {
  expect((await flagsOf('synth', ...argv))?.sort()).toEqual(ALL?.sort());
});

test.each([
  [['synth', 'buoy', '--nope'], "error: unknown option '--nope'\n(Did you mean --name?)\n"],
  [['synth', 'buoy', '--layot', 'objects'], "error: unknown option '--layot'\n(Did you mean --layout?)\n"],
  [['synth', 'buoy', '--set-fil=a=b'], "error: unknown option '--set-fil'\n(Did you mean --set-file?)\n"],
  [
    ['synth', '-c', 'x.yaml', '-n', 'labs'],
    "error: option '-c, --config <file>' cannot be used with option '-n, --namespace <namespace>'\n",
  ],
  [['synth', 'buoy', '-f'], "error: option '-f, --values <file>' argument missing\n"],
])('%j', async (argv, message) => {
  expect(await run(product, argv)).toEqual({
    code: 2,
    out: '',
    err: `${message}Run sandbox-charts synth --help for usage.\n`,
  });
});

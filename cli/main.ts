// The command line: from arguments to an exit code.

import { Command } from 'commander';
import type { Registry } from '../lib/render/registry';
import type { CommandContext } from './commands/context';
import { COMMANDS, neededCommands } from './commands/index';
import { examples } from './flags/examples';
import { UsedOptions } from './flags/used-options';
import type { Io } from './io';
import { withChartFiles } from './plan/chart-files';
import { Different, type ExitCode, report } from './print/report';

export interface Product {
  readonly version: string;
  readonly registry: Registry;
}

const COMPARING = ['diff', 'verify'];
const WRITING = ['synth', 'merge', 'secrets', 'adopt', 'report'];

/** Runs one command line and returns its exit code. Never rejects: errors are reported. */
export async function main(argv: readonly string[], io: Io, product: Product): Promise<ExitCode> {
  const program = programOf(io, product, argv);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    const { debug = false } = program.opts<{ debug?: boolean }>();
    const command = program.commands.find((candidate) => candidate.name() === program.args[0]);
    const name = command ? `${program.name()} ${command.name()}` : program.name();
    const flags = [...(command?.options ?? []), ...program.options].flatMap(({ long }) => long ?? []);
    const isOneOf = (names: readonly string[]) => command !== undefined && names.includes(command.name());
    const code = report(error, io, { debug, command: name, flags, writes: isOneOf(WRITING) });
    // For a command that compares, 1 means that there is a difference.
    const failed = code === 1 && !(error instanceof Different);
    return failed && isOneOf(COMPARING) ? 2 : code;
  } finally {
    io.terminal?.status('');
  }
}

/**
 * The program before parsing, with the commands that `argv` needs, which have only their names; without `argv`, with all
 * commands and their definitions.
 */
export function programOf(io: Io, { version, registry }: Product, argv?: readonly string[]): Command {
  const program = new Command('sandbox-charts')
    .description('Render sandbox-infrastructure systems as plain Kubernetes manifests. Does not contact a cluster.')
    .version(version, '-V, --version', 'print the version')
    .option('--debug', 'print stack traces with errors')
    .option('--allow-code', 'allow charts of your own, which are code (./charts/my-system.js)')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      // `report` prints all errors in the same form.
      outputError: () => undefined,
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  program.addHelpText('after', () =>
    examples([
      ['sandbox-charts list', 'list what can be rendered'],
      ['sandbox-charts values dozlab-session > values.yaml', 'get the values to edit'],
      ['sandbox-charts synth dozlab-session -f values.yaml', 'write dist/dozlab-session.k8s.yaml'],
    ]),
  );
  // The words after `completion` are a line that the user is still typing: it must not run code.
  const isCompletion = argv?.find((word) => !word.startsWith('-')) === 'completion';
  const allowsCode = argv?.includes('--allow-code') === true && !isCompletion;
  const charts = withChartFiles(registry, io.cwd, allowsCode);
  const defined = new Set<Command>();
  const needed = neededCommands(argv ?? []);
  // Other commands run less often, and commander gives --no-image-lock a default if there is no --image-lock.
  const isSynth = needed.length === 1 && needed[0] === 'synth';
  const options = new UsedOptions(isSynth ? argv : undefined);
  const context: CommandContext = {
    io,
    registry: charts,
    version,
    options,
    define: (command) => {
      if (defined.has(command)) return;
      defined.add(command);
      COMMANDS[command.name()]?.()(command, context);
      options.complete(command, program);
    },
  };
  for (const name of needed) program.addCommand(new Command(name).copyInheritedSettings(program));
  if (!argv) for (const command of program.commands) context.define(command);
  // Commands have only their names until they are run or described.
  program.hook('preSubcommand', (_program, command) => context.define(command));
  program.addHelpText('beforeAll', ({ command }) => {
    for (const one of command === program ? program.commands : [command]) context.define(one);
    return '';
  });
  return program;
}

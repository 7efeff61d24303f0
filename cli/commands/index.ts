// The commands by name. Adding a command loads its module, so a run loads only the command that it needs.

import type { Command } from 'commander';
import type { Registry } from '../../lib/render/registry';
import type { Io } from '../io';

export interface CommandContext {
  readonly io: Io;
  readonly registry: Registry;
  /** Version of this tool. */
  readonly version: string;
}

type CommandLoader = (context: CommandContext, program: Command) => Command;

/** In the order of the help. */
export const COMMANDS: Readonly<Record<string, CommandLoader>> = {
  list: ({ registry, io }) => (require('./list') as typeof import('./list')).listCommand(registry, io),
  synth: ({ registry, io, version }) =>
    (require('./synth') as typeof import('./synth')).synthCommand(registry, io, version),
  merge: ({ io, version }) => (require('./merge') as typeof import('./merge')).mergeCommand(io, version),
  lint: ({ registry, io, version }) =>
    (require('./lint') as typeof import('./lint')).lintCommand(registry, io, version),
  diff: ({ registry, io, version }) =>
    (require('./diff') as typeof import('./diff')).diffCommand(registry, io, version),
  verify: ({ registry, io, version }) =>
    (require('./verify') as typeof import('./verify')).verifyCommand(registry, io, version),
  explain: ({ registry, io, version }) =>
    (require('./explain') as typeof import('./explain')).explainCommand(registry, io, version),
  requirements: ({ registry, io, version }) =>
    (require('./requirements') as typeof import('./requirements')).requirementsCommand(registry, io, version),
  status: ({ registry, io, version }) =>
    (require('./status') as typeof import('./status')).statusCommand(registry, io, version),
  delete: ({ registry, io, version }) =>
    (require('./delete') as typeof import('./delete')).deleteCommand(registry, io, version),
  images: ({ registry, io, version }) =>
    (require('./images') as typeof import('./images')).imagesCommand(registry, io, version),
  report: ({ registry, io, version }) =>
    (require('./report') as typeof import('./report')).reportCommand(registry, io, version),
  values: ({ registry, io }) => (require('./values') as typeof import('./values')).valuesCommand(registry, io),
  schema: ({ registry, io }) => (require('./schema') as typeof import('./schema')).schemaCommand(registry, io),
  secrets: ({ registry, io }) => (require('./secrets') as typeof import('./secrets')).secretsCommand(registry, io),
  adopt: ({ registry, io }) => (require('./adopt') as typeof import('./adopt')).adoptCommand(registry, io),
  completion: ({ registry, io, version }) =>
    (require('./completion') as typeof import('./completion')).completionCommand(registry, io, version),
  version: ({ io, version }) => (require('./version') as typeof import('./version')).versionCommand(io, version),
  help: (_, program) => (require('./help') as typeof import('./help')).helpCommand(program),
};

/** Commands that need all the others. */
const NEED_ALL = ['completion', 'help'];

/** The names of the commands that a command line needs: only the command to run, or all commands. */
export function neededCommands(argv: readonly string[]): string[] {
  const name = argv.find((word) => word !== '--debug' && word !== '--allow-code');
  const isAlone = name !== undefined && Object.hasOwn(COMMANDS, name) && !NEED_ALL.includes(name);
  return isAlone ? [name] : Object.keys(COMMANDS);
}

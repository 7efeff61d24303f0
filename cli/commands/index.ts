// The commands by name. A run loads only the definition of the command that it needs.

import type { Definition } from './context';
import { synthCommand } from './synth';

/** In the order of the help. `synth` is loaded by most of the others. */
export const COMMANDS: Readonly<Record<string, () => Definition>> = {
  list: () => (require('./list') as typeof import('./list')).listCommand,
  synth: () => synthCommand,
  merge: () => (require('./merge') as typeof import('./merge')).mergeCommand,
  lint: () => (require('./lint') as typeof import('./lint')).lintCommand,
  diff: () => (require('./diff') as typeof import('./diff')).diffCommand,
  verify: () => (require('./verify') as typeof import('./verify')).verifyCommand,
  explain: () => (require('./explain') as typeof import('./explain')).explainCommand,
  requirements: () => (require('./requirements') as typeof import('./requirements')).requirementsCommand,
  status: () => (require('./status') as typeof import('./status')).statusCommand,
  delete: () => (require('./delete') as typeof import('./delete')).deleteCommand,
  images: () => (require('./images') as typeof import('./images')).imagesCommand,
  report: () => (require('./report') as typeof import('./report')).reportCommand,
  values: () => (require('./values') as typeof import('./values')).valuesCommand,
  schema: () => (require('./schema') as typeof import('./schema')).schemaCommand,
  secrets: () => (require('./secrets') as typeof import('./secrets')).secretsCommand,
  adopt: () => (require('./adopt') as typeof import('./adopt')).adoptCommand,
  completion: () => (require('./completion') as typeof import('./completion')).completionCommand,
  version: () => (require('./version') as typeof import('./version')).versionCommand,
  help: () => (require('./help') as typeof import('./help')).helpCommand,
};

/** The names of the commands that a command line needs: only that of the command to run, or all of them. */
export function neededCommands(argv: readonly string[]): string[] {
  const name = argv.find((word) => word !== '--debug' && word !== '--allow-code');
  // These two are about the others.
  const isAlone = name !== undefined && name !== 'completion' && name !== 'help' && Object.hasOwn(COMMANDS, name);
  return isAlone ? [name] : Object.keys(COMMANDS);
}

// What the definition of a command can use.

import type { Command } from 'commander';
import type { Registry } from '../../lib/render/registry';
import type { UsedOptions } from '../flags/used-options';
import type { Io } from '../io';

export interface CommandContext {
  readonly io: Io;
  readonly registry: Registry;
  /** Version of this tool. */
  readonly version: string;
  /** Creates options. */
  readonly options: UsedOptions;
  /** Adds the definition of another command of the program, which may have only its name. */
  readonly define: (command: Command) => void;
}

/** Adds the description, arguments, options and action to a command that has only its name. */
export type Definition = (command: Command, context: CommandContext) => void;

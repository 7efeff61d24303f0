// An option that can be repeated.

import type { Option } from 'commander';
import { type OptionDefinition, option } from './used-options';

/** Takes one value each time, because a list (`<file...>`) would consume a chart that follows. */
export const repeatable = (flags: string, description: string): OptionDefinition =>
  option(flags, `${description}; repeatable`, (created) => created.argParser(append));

const append = (next: string, seen: readonly string[] = []): readonly string[] => [...seen, next];

export const isRepeatable = ({ parseArg }: Option): boolean => parseArg === append;

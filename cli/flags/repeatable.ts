// An option that can be repeated.

import { Option } from 'commander';
import type { OptionDefinition } from './used-options';

/** Takes one value each time, because a list (`<file...>`) would consume a chart that follows. */
export class RepeatableOption extends Option {
  constructor(flags: string, description: string) {
    super(flags, `${description}; repeatable`);
    this.argParser((next: string, seen: readonly string[] = []) => [...seen, next]);
  }
}

export const repeatable = (flags: string, description: string): OptionDefinition => ({
  flags,
  create: () => new RepeatableOption(flags, description),
});

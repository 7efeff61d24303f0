// An option that may be given more than once.

import { Option } from 'commander';

/** Takes one value each time: a list (`<file...>`) would swallow the chart that follows. */
export class RepeatableOption extends Option {
  constructor(flags: string, description: string) {
    super(flags, `${description}; repeatable`);
    this.argParser((next: string, seen: readonly string[] = []) => [...seen, next]);
  }
}

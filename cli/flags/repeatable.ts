// An option that can be repeated.

import { Option } from 'commander';

/** Takes one value each time, because a list (`<file...>`) would consume a chart that follows. */
export class RepeatableOption extends Option {
  constructor(flags: string, description: string) {
    super(flags, `${description}; repeatable`);
    this.argParser((next: string, seen: readonly string[] = []) => [...seen, next]);
  }
}

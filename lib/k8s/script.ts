// Shell scripts that pods run: files beside their chart, handed over byte for byte.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of `scripts/<name>` in the folder of a chart. */
export const readScript = (chartFolder: string, name: string): string =>
  readFileSync(join(chartFolder, 'scripts', name), 'utf8');

// Shell scripts that pods run: files beside their chart, handed over byte for byte.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const texts = new Map<string, string>();

/** The text of `scripts/<name>` in the folder of a chart. A fleet of releases reads it once. */
export function readScript(chartFolder: string, name: string): string {
  const file = join(chartFolder, 'scripts', name);
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8');
  texts.set(file, text);
  return text;
}

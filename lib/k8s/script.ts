// Shell scripts that pods run: files in the chart's folder, rendered byte for byte.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const texts = new Map<string, string>();

/** The text of `scripts/<name>` in a chart's folder. It is read only once. */
export function readScript(chartFolder: string, name: string): string {
  const file = join(chartFolder, 'scripts', name);
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8');
  texts.set(file, text);
  return text;
}

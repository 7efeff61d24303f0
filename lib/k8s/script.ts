// Shell scripts that pods run: files in the chart's folder, rendered byte for byte.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const texts = new Map<string, string>();

/** The text of `scripts/<name>` in a chart's folder. It is read only once. */
export function readScript(chartFolder: string, name: string): string {
  const key = `${chartFolder}\0${name}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = readFileSync(join(chartFolder, 'scripts', name), 'utf8');
  texts.set(key, text);
  return text;
}

// The files on docs/openshift.md, as a user would write them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

const ROOT = join(__dirname, '..', '..');
export const PAGE = readFileSync(join(ROOT, 'docs', 'openshift.md'), 'utf8');

/** By name: the blocks that start with a comment with a file name, and the values that the page describes. */
export function openshiftFiles(): Map<string, string> {
  const blocks = [...PAGE.matchAll(/^```yaml\n# (\S+\.yaml)\n(.*?)^```/gms)];
  const files = new Map(blocks.map(([, name = '', text = '']) => [name, text]));
  const values = parse(readFileSync(join(ROOT, 'charts', 'daytona', 'no-ingress.values.yaml'), 'utf8'));
  values.services.runner = { enabled: false };
  return files.set('daytona.values.yaml', stringify(values));
}

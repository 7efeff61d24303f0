// The charts of the registry with values to render them.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import type { System } from '../../lib/render/system';
import { readLayer } from '../../lib/values/file/load';
import type { Tree } from '../../lib/values/layer';

const ROOT = join(__dirname, '..', '..');

export interface Case {
  readonly chart: string;
  readonly name: string;
  readonly system: System;
  readonly values: Tree;
}

/**
 * Each chart with its example, and with everything enabled, if its tests have values for that: in
 * `everything.values.yaml`, and in `everything-*.values.yaml` for what cannot be enabled at the same time.
 */
export const cases: readonly Case[] = registry.flatMap((entry) =>
  [
    { name: 'example', file: join(ROOT, 'charts', entry.name, 'example.values.yaml') },
    ...everythingOf(join(ROOT, 'test', 'charts', entry.name)),
  ]
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => ({
      chart: entry.name,
      name,
      system: entry.load(),
      values: readLayer(file, file).apply({}),
    })),
);

function everythingOf(folder: string): { readonly name: string; readonly file: string }[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => /^everything.*\.values\.yaml$/.test(file))
    .sort()
    .map((file) => ({ name: file.replace('.values.yaml', ''), file: join(folder, file) }));
}

// The charts of the registry with values to render them from.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import type { System } from '../../lib/render/system';
import type { Tree } from '../../lib/values/layer';
import { readLayer } from '../../lib/values/load';

const ROOT = join(__dirname, '..', '..');

export interface Case {
  readonly chart: string;
  readonly name: string;
  readonly system: System;
  readonly values: Tree;
}

/** Each chart with its example, and with everything that it has turned on where its tests say how. */
/** `everything.values.yaml` and its like: several where parts of a chart exclude each other. */
function everythingOf(chart: string) {
  const folder = join(ROOT, 'test', 'charts', chart);
  const files = existsSync(folder)
    ? readdirSync(folder).filter((name) => /^everything.*\.values\.yaml$/.test(name))
    : [];
  return files.map((name) => ({ name: name.replace('.values.yaml', ''), file: join(folder, name) }));
}

export const cases: readonly Case[] = registry.flatMap((entry) =>
  [{ name: 'example', file: join(ROOT, 'charts', entry.name, 'example.values.yaml') }, ...everythingOf(entry.name)].map(
    ({ name, file }) => ({
      chart: entry.name,
      name,
      system: entry.load(),
      values: readLayer(file, file).apply({}),
    }),
  ),
);

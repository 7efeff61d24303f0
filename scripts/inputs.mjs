// Generates charts/<chart>/input.ts, the type of the values that a construct takes, from the schema.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The source of each chart's module, by its path. */
export function inputModules() {
  const require = createRequire(import.meta.url);
  const { registry } = require('../build/charts/registry.js');
  const { inputModule } = require('../build/lib/values/schema/input-type.js');
  const { groupOf } = require('../build/lib/k8s/object/known-fields.js');
  return new Map(
    registry.map(({ name, load }) => {
      const type = `${CONSTRUCTS[name] ?? pascal(name)}Input`;
      const about = `The values of \`${name}\` as users write them: everything with a default can be left out, and \`null\` removes a default.`;
      return [join('charts', name, 'input.ts'), inputModule(load().schema, type, about, groupOf)];
    }),
  );
}

/** Constructs that are not called like their chart. */
const CONSTRUCTS = { peerpods: 'PeerPods' };

const pascal = (name) => name.replaceAll(/(^|-)([a-z])/g, (_all, _dash, letter) => letter.toUpperCase());

export function writeInputs() {
  const modules = inputModules();
  for (const [file, text] of modules) writeFileSync(file, text);
  const biome = join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  execFileSync(process.execPath, [biome, 'format', '--write', ...modules.keys()], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

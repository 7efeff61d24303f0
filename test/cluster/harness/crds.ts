// Custom resource definitions as their projects publish them, read from pinned Go modules.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleFolder } from './modules';

interface Published {
  readonly module: string;
  /** Checksum of the module, as in go.sum. */
  readonly sum: string;
  /** Files or folders of the module. */
  readonly paths: readonly string[];
}

const IMPORTS = join(__dirname, '..', '..', '..', 'imports');

/** `synth` checks custom resources against the same definitions: see `scripts/import-schemas.mjs`. */
const PUBLISHED: readonly Published[] = JSON.parse(readFileSync(join(IMPORTS, 'published.json'), 'utf8'));

/** CRDs that are in no module, as far as the project uses them. */
const OWN = ['peerpods.yaml'];

/** YAML of all of them. Throws if a module's checksum has changed. */
export function customResourceDefinitions(): string[] {
  const published = PUBLISHED.flatMap(({ module, sum, paths }) => {
    const folder = moduleFolder(module, sum);
    return paths.flatMap((path) => filesOf(join(folder, path)));
  });
  const own = OWN.map((file) => join(IMPORTS, 'crds', file));
  return [...published, ...own].map((file) => readFileSync(file, 'utf8'));
}

function filesOf(path: string): string[] {
  if (/\.ya?ml$/.test(path)) return [path];
  return readdirSync(path)
    .filter((file) => /\.ya?ml$/.test(file) && file !== 'kustomization.yaml')
    .sort()
    .map((file) => join(path, file));
}

// The modules of the command line: what each one loads at once, and what it loads on first use.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

export const isOwn = (file) => !file.includes('node_modules/');

/** What is never split: a module of ours, or a whole package. */
export const unitOf = (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? file;

/**
 * `specifiers`: the files of packages, by what our modules write. `edges`: what our modules load, at once or on first use.
 * `units`: what each module and package loads at once. `late`: what it loads on first use.
 */
export async function graphOf(options, entries) {
  const { metafile } = await build({
    ...options,
    entryPoints: entries,
    outdir: 'unused',
    write: false,
    metafile: true,
  });
  const units = new Map();
  const late = new Map();
  const edges = [];
  const specifiers = new Map();
  for (const [file, { imports }] of Object.entries(metafile.inputs)) {
    const unit = unitOf(file);
    if (!units.has(unit)) {
      units.set(unit, new Set());
      late.set(unit, new Set());
    }
    for (const { path, kind, external, original } of imports) {
      if (external || !(path in metafile.inputs)) continue;
      const isLate = kind === 'require-call' && isOwn(file);
      if (isOwn(file)) edges.push({ from: file, to: path, isLate, specifier: original });
      if (isOwn(file) && !isOwn(path)) specifiers.set(original, path);
      (isLate ? late : units).get(unit).add(unitOf(path));
    }
  }
  return { units, late, edges, specifiers, files: Object.keys(metafile.inputs) };
}

/** Units and everything that they load at once; also what `follows` accepts of what they load on first use. */
export function closure({ units, late }, entries, follows = () => false) {
  const found = new Set();
  const add = (unit) => {
    if (found.has(unit)) return;
    found.add(unit);
    for (const next of units.get(unit) ?? []) add(next);
    for (const next of late.get(unit) ?? []) if (follows(next)) add(next);
  };
  for (const entry of entries) add(entry);
  return found;
}

/** The sources of our modules. */
export const sourceFiles = () =>
  ['cli', 'lib', 'charts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(folder, path)),
  );

const IMPORT = /^(?:im|ex)port (?!type\b)(?:\{([^}]*)\}|\* as (\w+)) from '([^']+)';/gm;

/** The names that a module of ours imports or exports again, by specifier. */
export function namesImportedBy(file) {
  const names = new Map();
  const text = readFileSync(file, 'utf8');
  for (const [, list, namespace, specifier] of text.matchAll(IMPORT)) {
    const used = namespace
      ? [...text.matchAll(new RegExp(`\\b${namespace}\\.(\\w+)`, 'g'))].map(([, name]) => name)
      : list.split(',').flatMap((part) => /^\s*(?!type )(\w+)/.exec(part)?.[1] ?? []);
    names.set(specifier, new Set([...(names.get(specifier) ?? []), ...used]));
  }
  return names;
}

/** The names that our modules import from packages, by specifier. */
export function importedNames(files) {
  const names = new Map();
  for (const file of files) {
    for (const [specifier, used] of namesImportedBy(file)) {
      if (!specifier.startsWith('.')) names.set(specifier, new Set([...(names.get(specifier) ?? []), ...used]));
    }
  }
  return names;
}

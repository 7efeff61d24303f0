// Loads the first pack of the bundle.

import { sep } from 'node:path';
import { cacheFolder } from './cache-folder';
import { type Loaded, runCached } from './code-cache';
import type { Purpose } from './purpose';

/** What `scripts/bundle` exports from a pack for the launchers. Packs use each other's `list`. */
export type Pack = Readonly<Record<string, () => unknown>>;

/** What packs load others with. */
export type GetPack = (name: string) => Pack;

export type LoadPack = (name: string, getPack: GetPack) => Loaded<Pack>;

/** The hash of all packs, which `scripts/bundle` inserts. */
declare const BUNDLE_HASH: string;

/** Loads the pack `start`. `packsOf`: the module that loads other packs, which may be part of that pack. */
export function launch<P extends object>(
  start: string,
  purpose: Purpose,
  packsOf: (pack: P) => typeof import('./packs'),
): P {
  const owner = { env: process.env, cwd: process.cwd, uid: process.geteuid?.() };
  const folder = cacheFolder(owner);
  const load = <T>(name: string, pack: GetPack) =>
    runCached<T>({
      file: `${__dirname}${sep}bundle${sep}${name}.js`,
      hash: BUNDLE_HASH,
      purpose: `${name}-${purpose.name}`,
      owner,
      folder,
      pack,
    });
  let getPack: GetPack;
  const first = load<P>(start, (name) => getPack(name));
  getPack = packsOf(first.exports).packsAfter(start, first as Loaded<Pack>, load, purpose);
  return first.exports;
}

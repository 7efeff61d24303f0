// Loads the packs of the bundle when they are needed, and writes their code caches at the end of the run.

import type { Loaded } from './code-cache';
import type { GetPack, LoadPack, Pack } from './first-pack';
import { expectedWork, expectWork } from './heap';
import { preparationFor } from './preparation';
import type { Purpose } from './purpose';
import { writeCache } from './write-cache';

/** The pack that renders. */
const RENDER = 'render';

/** What gets packs. `first` is loaded already, with the name `start`. */
export function packsAfter(start: string, first: Loaded<Pack>, load: LoadPack, purpose: Purpose): GetPack {
  const packs = new Map([[start, first.exports]]);
  const caches: ((reach: number) => void)[] = [];
  const keep = (loaded: Loaded<Pack>) => {
    // A cache is valid only for the settings of V8 that it was written with.
    const work = expectedWork();
    caches.push((reach) => writeCache(loaded, reach, () => expectWork(work)));
  };
  keep(first);
  // One listener: Node warns about more than ten.
  process.once('exit', (code) => {
    for (const write of caches) write(code === 0 ? packs.size : 0);
  });
  // Nothing is left to do, and Node would take its time to free the memory. Only if V8 compiles nothing in other threads, or
  // little, as for a usage error: if such a thread waits for the main thread to collect garbage, an exit never ends.
  process.once('beforeExit', () => {
    if (packs.size === 1 || expectedWork() === 'little') process.exit();
  });
  const getPack: GetPack = (name) => {
    const known = packs.get(name);
    if (known) return known;
    // Usage errors do not get here.
    if (name === RENDER) {
      const { work, builtIns } = preparationFor(purpose);
      for (const builtIn of builtIns) require(builtIn);
      expectWork(work);
    }
    const loaded = load(name, getPack);
    packs.set(name, loaded.exports);
    keep(loaded);
    return loaded.exports;
  };
  return getPack;
}

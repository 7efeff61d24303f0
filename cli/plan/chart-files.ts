// Charts in the user's own files. Loading one runs its code.

import { resolve } from 'node:path';
import { type ChartEntry, chartEntry, isSystem, type Registry } from '../../lib/render/registry';
import type { System } from '../../lib/render/system';
import { isThere } from '../../lib/values/file/input';
import { InputError } from '../../lib/values/problem';

/** The registry, plus charts in files if they are allowed. `how` says how to allow them. */
export const withChartFiles = (
  registry: Registry,
  cwd: string,
  isAllowed: boolean,
  how = 'use --allow-code',
): Registry => Object.assign([...registry], { open: opener(cwd, isAllowed, how) });

function opener(cwd: string, isAllowed: boolean, how: string): NonNullable<Registry['open']> {
  const known = new Map<string, ChartEntry>();
  return (file) => {
    if (!isAllowed) throw refusal(file, `is code, which runs with your permissions (if you trust it, ${how})`);
    const path = resolve(cwd, file);
    const entry = known.get(path) ?? entryOf(file, path);
    known.set(path, entry);
    return entry;
  };
}

function entryOf(file: string, path: string): ChartEntry {
  if (!isThere(path)) throw refusal(file, 'there is no such file');
  const system = systemIn(file, load(file, path));
  const { name, version, description } = system;
  return { ...chartEntry({ name, version, description }, () => system), file };
}

function load(file: string, path: string): unknown {
  try {
    return require(path);
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message?: string };
    if (code === 'ERR_REQUIRE_ESM' || code === 'ERR_REQUIRE_ASYNC_MODULE') {
      throw refusal(file, 'is an ES module, which cannot be loaded here: write a CommonJS module (.cjs)');
    }
    if (error instanceof Error && error.name === 'InputError') throw refusal(file, `is not a valid chart: ${message}`);
    throw refusal(file, `cannot be loaded: ${message ?? String(error)}`);
  }
}

/** The exported system: the module itself, `system`, or the default export. */
function systemIn(file: string, module: unknown): System {
  const { system, default: standard } = (module ?? {}) as { readonly system?: unknown; readonly default?: unknown };
  const found = [module, system, standard].find(isSystem);
  if (found) return found;
  throw refusal(file, 'exports no chart (expected exports.system = defineSystem({…}))');
}

const refusal = (file: string, message: string) => new InputError([{ path: [], message, origin: { source: file } }]);

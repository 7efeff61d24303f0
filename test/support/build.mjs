// Runs once before the workers of jest start, so that no test sees an outdated build.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { isFresh } from '../../scripts/sources.mjs';

/** Compiles `root`, unless its `build/` is up to date. Throws if the compiler finds an error. */
export function rebuildIfStale(root) {
  if (isFresh(root)) return false;
  console.error('build/ is older than the sources: building');
  execFileSync(process.execPath, [join('scripts', 'build.mjs')], { cwd: root, stdio: 'inherit' });
  return true;
}

export default function globalSetup({ rootDir }) {
  rebuildIfStale(rootDir);
}

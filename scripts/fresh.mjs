// Regenerates everything, and fails if that changes, adds or removes a file.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

function filesOf(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function snapshot() {
  const templates = filesOf('charts').filter((file) => /[\\/]providers[\\/][^\\/]+\.yaml$/.test(file));
  const files = ['README.md', ...templates, ...['docs', 'imports', 'renovate', 'dist'].flatMap(filesOf)].filter(
    existsSync,
  );
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

const before = snapshot();
execFileSync(process.execPath, ['scripts/generate.mjs'], { stdio: 'inherit' });
const after = snapshot();

const stale = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file));
if (stale.length > 0) {
  console.error(`These files were not as generated; they are now. Look at them and commit them:\n${stale.join('\n')}`);
  process.exitCode = 1;
}

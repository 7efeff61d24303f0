// Compiles the TypeScript sources to build/ and puts everything else of lib/ and charts/ beside its readers.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

rmSync('build', { recursive: true, force: true });
execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
for (const folder of ['lib', 'charts']) {
  cpSync(folder, join('build', folder), { recursive: true, filter: (source) => !source.endsWith('.ts') });
}
for (const program of ['bin.js', 'launch.js']) chmodSync(join('build', 'lib', 'cli', program), 0o755);
await import('./bundle.mjs');

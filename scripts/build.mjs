// Compiles the TypeScript sources to build/ and puts the shell scripts of the charts beside their readers.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

rmSync('build', { recursive: true, force: true });
execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
cpSync('charts', join('build', 'charts'), {
  recursive: true,
  filter: (source) => !source.endsWith('.ts'),
});
chmodSync(join('build', 'lib', 'cli', 'bin.js'), 0o755);

// Compiles the TypeScript sources to build/, and copies all other files of lib/, charts/ and cli/ there, and the schemas of custom
// resources.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashSources, recordSources } from './sources.mjs';

// Computed before the compiler reads the sources, so that a change in the meantime makes the build stale.
const hash = hashSources('.');
rmSync('build', { recursive: true, force: true });
execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
for (const folder of ['lib', 'charts', 'cli']) {
  cpSync(folder, join('build', folder), { recursive: true, filter: (source) => !source.endsWith('.ts') });
}
cpSync(join('imports', 'schemas'), join('build', 'imports', 'schemas'), {
  recursive: true,
  filter: (source) => !source.endsWith('.ts'),
});
cpSync('breaking-changes.yaml', join('build', 'breaking-changes.yaml'));
for (const program of ['bin.js', 'launch.js']) chmodSync(join('build', 'cli', program), 0o755);
await import('./bundle/bundle.mjs');
await import('./bundle/prepare.mjs');

// The app that users name in their cdk8s.yaml keeps this path, wherever its source is.
writeFileSync(join('build', 'cdk8s-app.js'), "require('./cli/launch-cdk8s-app.js');\n");
// Its path in 0.1.0. Remove it in the version after the next.
mkdirSync(join('build', 'lib', 'cli'), { recursive: true });
writeFileSync(
  join('build', 'lib', 'cli', 'launch-cdk8s-app.js'),
  `console.error('warning: cdk8s.yaml: this path of the app is deprecated; use node_modules/sandbox-charts/build/cdk8s-app.js');
require('../../cli/launch-cdk8s-app.js');
`,
);

recordSources('.', hash);

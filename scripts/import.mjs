// Makes imports/*.ts from the CRD schemas in imports/crds, offline.
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

for (const file of readdirSync('imports')) if (file.endsWith('.ts')) rmSync(join('imports', file));

const cli = join('node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
const specs = readdirSync(join('imports', 'crds')).sort();
for (const spec of specs) {
  const source = join('imports', 'crds', spec);
  const options = ['--language', 'typescript', '--output', 'imports', '--no-save', '--check-upgrade=false'];
  execFileSync(process.execPath, [cli, 'import', source, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
}

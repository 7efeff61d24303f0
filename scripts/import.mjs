// Generates imports/*.ts from the CRD schemas in imports/crds, offline.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** CRDs that a chart renders itself, by the constant that contains each. */
const RENDERED = { peerPodDefinition: 'peerpods' };

for (const file of readdirSync('imports')) if (file.endsWith('.ts')) rmSync(join('imports', file));

const cli = join('node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
const specs = readdirSync(join('imports', 'crds')).sort();
for (const spec of specs) {
  const source = join('imports', 'crds', spec);
  const options = ['--language', 'typescript', '--output', 'imports', '--no-save', '--check-upgrade=false'];
  execFileSync(process.execPath, [cli, 'import', source, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
}

for (const [constant, name] of Object.entries(RENDERED)) {
  const type = 'ICustomResourceDefinition';
  const definition = JSON.stringify(parse(readFileSync(join('imports', 'crds', `${name}.yaml`), 'utf8')), null, 2);
  const lines = [
    `// generated from imports/crds/${name}.yaml`,
    `import type { ${type} } from 'kubernetes-models/apiextensions.k8s.io/v1/CustomResourceDefinition';`,
    '',
    `export const ${constant} = ${definition} satisfies ${type};`,
    '',
  ];
  writeFileSync(join('imports', `${name}.crd.ts`), lines.join('\n'));
}

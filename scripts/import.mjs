// Generates imports/*.ts from the CRD schemas in imports/crds, offline.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

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

// The shapes of values that users pass to the Gateway API, without descriptions, to check them as they are read.
const [gateway, httpRoute, tcpRoute] = parseAllDocuments(
  readFileSync(join('imports', 'crds', 'gateway-api.yaml'), 'utf8'),
).map((document) => document.toJS().spec.versions[0].schema.openAPIV3Schema.properties.spec);

function bare(schema) {
  const { description: _description, properties, items, ...rest } = schema;
  const entries = Object.entries(properties ?? {}).map(([key, value]) => [key, bare(value)]);
  return {
    ...rest,
    ...(properties ? { properties: Object.fromEntries(entries) } : {}),
    ...(items ? { items: bare(items) } : {}),
  };
}

const SHAPES = { GatewaySpec: gateway, HTTPRouteSpec: httpRoute, TCPRouteSpec: tcpRoute };

const shapes = Object.fromEntries(Object.entries(SHAPES).map(([name, schema]) => [name, bare(schema)]));
writeFileSync(
  join('imports', 'gateway-api.shapes.ts'),
  [
    '// generated from imports/crds/gateway-api.yaml',
    '/** Types of the Gateway API by name, as OpenAPI schemas. A function, because most runs do not need them. */',
    `export const gatewayShapes = () => (${JSON.stringify(shapes)});`,
    '',
  ].join('\n'),
);

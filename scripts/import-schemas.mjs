// Generates imports/schemas/ from the CRDs in imports/published.json, which are read from Go modules: what `synth` checks
// custom resources against. Needs Go. Without descriptions, and every part of a schema only once.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const IMPORTS = join(import.meta.dirname, '..', 'imports');
const OUT = join(IMPORTS, 'schemas');

/** Parts of a schema that limit values, and defaults. `properties` and schemas below are handled separately. */
const KEPT = [
  ...['type', 'required', 'enum', 'pattern', 'format', 'nullable', 'default', 'multipleOf', 'uniqueItems'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties'],
];
const EXTENSIONS = {
  'x-kubernetes-preserve-unknown-fields': 'open',
  'x-kubernetes-int-or-string': 'intOrString',
  'x-kubernetes-embedded-resource': 'embedded',
  'x-kubernetes-list-type': 'listType',
  'x-kubernetes-list-map-keys': 'listKeys',
  'x-kubernetes-validations': 'rules',
};

/** The parts of all schemas of a group; a part refers to others by their index. */
class Pool {
  parts = [];
  indexes = new Map();

  add(schema) {
    const { properties, items, additionalProperties } = schema;
    const part = Object.fromEntries(KEPT.flatMap((key) => (key in schema ? [[key, schema[key]]] : [])));
    for (const [key, name] of Object.entries(EXTENSIONS)) {
      if (key in schema) part[name] = key === 'x-kubernetes-validations' ? schema[key].map(ruleOf) : schema[key];
    }
    if (properties) {
      part.properties = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, this.add(value)]));
    }
    if (items) part.items = this.add(items);
    if (additionalProperties) part.values = additionalProperties === true ? true : this.add(additionalProperties);
    for (const key of ['allOf', 'anyOf', 'oneOf']) {
      if (schema[key]) part[key] = schema[key].map((one) => this.add(one));
    }
    if (schema.not) part.not = this.add(schema.not);
    const text = JSON.stringify(part);
    if (!this.indexes.has(text)) this.indexes.set(text, this.parts.push(part) - 1);
    return this.indexes.get(text);
  }
}

const ruleOf = ({ rule, message, messageExpression, fieldPath, optionalOldSelf }) => ({
  rule,
  ...(message ? { message: message.trim() } : {}),
  ...(messageExpression ? { messageExpression } : {}),
  ...(fieldPath ? { fieldPath } : {}),
  ...(optionalOldSelf ? { optionalOldSelf } : {}),
});

/** The status is dropped when an object is created, and the metadata is that of every object. */
function withoutStatus(schema) {
  const { status: _status, apiVersion: _apiVersion, kind: _kind, metadata, ...properties } = schema.properties;
  const limited = metadata?.properties?.name
    ? { metadata: { type: 'object', properties: metadata.properties, 'x-kubernetes-preserve-unknown-fields': true } }
    : {};
  return { ...schema, properties: { ...properties, ...limited } };
}

const groups = new Map();

function add(definition, source) {
  const { group, names, versions, scope } = definition.spec;
  const known = groups.get(group) ?? { pool: new Pool(), kinds: {} };
  groups.set(group, known);
  known.kinds[names.kind] = {
    source,
    scope,
    versions: Object.fromEntries(
      versions
        .filter(({ served }) => served)
        .map(({ name, schema }) => [name, known.pool.add(withoutStatus(schema.openAPIV3Schema))]),
    ),
  };
}

/** `cert-manager v1.21.2` */
function sourceOf(module) {
  const [path, version] = module.split('@');
  const name = path
    .split('/')
    .filter((part) => !/^v\d+$/.test(part))
    .at(-1);
  return `${name} ${version}`;
}

function filesOf(path) {
  if (/\.ya?ml$/.test(path)) return [path];
  const files = readdirSync(path).filter((file) => /\.ya?ml$/.test(file) && file !== 'kustomization.yaml');
  return files.sort().map((file) => join(path, file));
}

for (const { module, sum, paths } of JSON.parse(readFileSync(join(IMPORTS, 'published.json'), 'utf8'))) {
  // Outside any module, whose requirements would affect the version.
  const { stdout } = spawnSync('go', ['mod', 'download', '-json', module], { cwd: tmpdir(), encoding: 'utf8' });
  const { Dir, Sum, Error: problem } = JSON.parse(stdout);
  if (problem !== undefined || Sum !== sum) throw new Error(`${module}: ${problem ?? `the checksum is ${Sum}`}`);
  for (const file of paths.flatMap((path) => filesOf(join(Dir, path)))) {
    for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
      const definition = document.toJS();
      if (definition?.kind === 'CustomResourceDefinition') add(definition, sourceOf(module));
    }
  }
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
for (const [group, { pool, kinds }] of groups) {
  writeFileSync(join(OUT, `${group}.json`), `${JSON.stringify({ kinds, parts: pool.parts })}\n`);
}
writeFileSync(
  join(OUT, 'groups.ts'),
  `// Generated by scripts/import-schemas.mjs; do not edit.

/** The API groups whose custom resources have a schema in imports/schemas/. */
export const SCHEMA_GROUPS: readonly string[] = [
${[...groups.keys()]
  .sort()
  .map((group) => `  '${group}',\n`)
  .join('')}];
`,
);

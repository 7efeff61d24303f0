#!/usr/bin/env node
// Simulates kubectl and the API server as far as the scripts use them: Secrets in a folder, and the rules of a Role
// that decide what is allowed.
//   STUB_STATE   folder with <name>.json, one Secret each, and calls.log
//   STUB_RULES   JSON list of PolicyRules
// STUB_PODS    JSON list of pods, returned for any selector
// STUB_BROKEN  number of calls that fail first, as if the API server were down
// STUB_LOST    number of writes that fail first, although the same write succeeded as a dry run
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const {
  STUB_STATE: state,
  STUB_RULES: rules = '[]',
  STUB_PODS: pods = '[]',
  STUB_BROKEN: broken = '0',
  STUB_LOST: lost = '0',
} = process.env;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    namespace: { type: 'string' },
    output: { type: 'string' },
    filename: { type: 'string' },
    selector: { type: 'string' },
    'ignore-not-found': { type: 'boolean' },
    'server-side': { type: 'boolean' },
    'force-conflicts': { type: 'boolean' },
    'field-manager': { type: 'string' },
    'dry-run': { type: 'string' },
    overwrite: { type: 'boolean' },
  },
});

const log = join(state, 'calls.log');
const linesOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0);
const before = linesOf(log);
appendFileSync(log, `${process.argv.slice(2).join(' ')}\n`);

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (before < Number(broken)) fail('Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout');
if (values.namespace !== 'daytona') fail(`Error from server (NotFound): namespaces "${values.namespace}" not found`);

const fileOf = (name) => join(state, `${name}.json`);

function authorize(verb, name, resource = 'secrets') {
  const allowed = JSON.parse(rules).some(
    (rule) =>
      rule.apiGroups.includes('') &&
      rule.resources.includes(resource) &&
      rule.verbs.includes(verb) &&
      // A create request has no name to compare.
      (rule.resourceNames === undefined || (verb !== 'create' && rule.resourceNames.includes(name))),
  );
  if (!allowed)
    fail(`Error from server (Forbidden): ${resource} "${name}" is forbidden: cannot ${verb} resource "${resource}"`);
}

function listPods() {
  authorize('list', '', 'pods');
  process.stdout.write(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: JSON.parse(pods) }));
}

function get(name) {
  authorize('get', name);
  if (existsSync(fileOf(name))) process.stdout.write(readFileSync(fileOf(name), 'utf8'));
  else if (!values['ignore-not-found']) fail(`Error from server (NotFound): secrets "${name}" not found`);
}

/** Keys that this field manager set earlier and now leaves out are removed; other managers' keys are kept. */
function merged(old, object, manager) {
  const owned = old.owners?.[manager] ?? [];
  const kept = Object.fromEntries(Object.entries(old.data ?? {}).filter(([key]) => !owned.includes(key)));
  return {
    ...old,
    ...object,
    metadata: {
      ...old.metadata,
      ...object.metadata,
      labels: { ...old.metadata?.labels, ...object.metadata.labels },
      annotations: { ...old.metadata?.annotations, ...object.metadata.annotations },
    },
    data: { ...kept, ...object.data },
    owners: { ...old.owners, [manager]: Object.keys(object.data ?? {}) },
  };
}

function apply() {
  if (!values['server-side']) fail('the stub applies on the server only: a client-side apply copies the data');
  const object = JSON.parse(readFileSync(values.filename === '-' ? 0 : values.filename, 'utf8'));
  const { name } = object.metadata;
  authorize('patch', name);
  const exists = existsSync(fileOf(name));
  if (!exists) authorize('create', name);
  const old = exists ? JSON.parse(readFileSync(fileOf(name), 'utf8')) : {};
  if (exists && old.type !== object.type) {
    fail(`The Secret "${name}" is invalid: type: Invalid value: "${object.type}": field is immutable`);
  }
  for (const [key, value] of Object.entries(object.data ?? {})) {
    if (Buffer.from(value, 'base64').toString('base64') !== value) fail(`illegal base64 data in ${key}`);
  }
  if (values['dry-run'] !== 'server') {
    const writes = join(state, 'writes.log');
    appendFileSync(writes, `${name}\n`);
    if (linesOf(writes) <= Number(lost))
      fail('Error from server (Timeout): the server was unable to return a response');
    writeFileSync(fileOf(name), JSON.stringify(merged(old, object, values['field-manager'] ?? 'kubectl')));
  }
  process.stdout.write(`secret/${name} serverside-applied${values['dry-run'] ? ' (server dry run)' : ''}\n`);
}

/** `key=value` sets a label, `key-` removes it. */
function label(name, changes) {
  authorize('get', name);
  authorize('patch', name);
  const old = JSON.parse(readFileSync(fileOf(name), 'utf8'));
  const labels = { ...old.metadata.labels };
  for (const change of changes) {
    const [key, value] = change.split('=');
    if (value === undefined) delete labels[key.replace(/-$/, '')];
    else labels[key] = value;
  }
  writeFileSync(fileOf(name), JSON.stringify({ ...old, metadata: { ...old.metadata, labels } }));
  process.stdout.write(`secret/${name} labeled\n`);
}

const [verb, kind, name, ...others] = positionals;
if (verb === 'get' && kind === 'secret' && values.output === 'json') get(name);
else if (verb === 'get' && kind === 'pods' && values.selector && values.output === 'json') listPods();
else if (verb === 'apply') apply();
else if (verb === 'label' && kind === 'secret' && values.overwrite) label(name, others);
else fail(`the stub does not know: kubectl ${process.argv.slice(2).join(' ')}`);

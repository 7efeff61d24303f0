// Traces a release from the command line to the output folder: counts the files involved, and the calls from one file to
// another (each pair of files once), in the whole run and on the path of one value: calls whose arguments or result
// contain its text. Run it before and after a change of structure.
//   npm run build && node scripts/trace.mjs [--value PATH=TEXT] [--list run|value] [CHART]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: flags, positionals } = parseArgs({
  options: { list: { type: 'string' }, value: { type: 'string', default: 'services.proxy.image.repository=traced' } },
  allowPositionals: true,
});
const [chart = 'daytona-region'] = positionals;
const [path, text] = flags.value.split('=');
const build = resolve('build');
const calls = { run: new Set(), value: new Set() };

const nameOf = (file) => relative(build, file);
const isOwn = (file) => file.startsWith(build);

/** `callee` as `caller` sees it: every call of its exports is recorded. */
function watched(exports, caller, callee) {
  const known = new Map();
  const call = `${nameOf(caller)} > ${nameOf(callee)}`;
  const note = (value) => {
    if (!calls.value.has(call) && contains(value, text)) calls.value.add(call);
    return value;
  };
  const noted = (argv, run) => {
    calls.run.add(call);
    note(argv);
    const result = run();
    return result instanceof Promise ? result.then(note) : note(result);
  };
  const wrap = (value) =>
    new Proxy(value, {
      apply: (target, self, argv) => noted(argv, () => Reflect.apply(target, self, argv)),
      construct: (target, argv, self) => noted(argv, () => Reflect.construct(target, argv, self)),
    });
  return new Proxy(exports, {
    get: (target, key) => {
      const value = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (!known.has(value)) known.set(value, wrap(value));
      return known.get(value);
    },
  });
}

/** In a string, in bytes, or anywhere in an object, except for constructs: every part gets the tree that it adds to. */
function contains(value, wanted) {
  const seen = new Set();
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string' && next.includes(wanted)) return true;
    if (typeof next !== 'object' || next === null || seen.has(next) || CONSTRUCT in next) continue;
    seen.add(next);
    if (next instanceof Uint8Array) pending.push(Buffer.from(next).toString());
    else if (next instanceof Map || next instanceof Set) pending.push(...next.keys(), ...next.values());
    else for (const key of Object.keys(next)) pending.push(key, Object.getOwnPropertyDescriptor(next, key)?.value);
  }
  return false;
}

const CONSTRUCT = Symbol.for('constructs.Construct');

const load = Module.prototype.require;
Module.prototype.require = function (id) {
  const exports = load.call(this, id);
  if (!isOwn(this.filename) || typeof exports !== 'object') return exports;
  const file = createRequire(this.filename).resolve(id);
  return isOwn(file) ? watched(exports, this.filename, file) : exports;
};

const require = createRequire(join(build, 'cli', 'trace.js'));
const { main } = require('./main.js');
const { registry } = require('../charts/registry.js');
const folder = mkdtempSync(join(tmpdir(), 'trace-'));
try {
  const io = {
    ...{ cwd: resolve('.'), width: 80, color: false, stdin: async () => new Uint8Array() },
    ...{ out: () => undefined, outPrivate: () => undefined, err: (line) => process.stderr.write(line) },
  };
  const values = path.split('.').reduceRight((value, key) => ({ [key]: value }), text);
  const file = join(folder, 'values.json');
  writeFileSync(file, JSON.stringify(values));
  const argv = ['synth', chart, '-f', join('charts', chart, 'example.values.yaml'), '-f', file];
  const code = await main([...argv, '-o', join(folder, 'dist')], io, { version: '0.0.0', registry });
  if (code !== 0) throw new Error(`synth failed with ${code}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const call of [...(calls[flags.list] ?? [])].sort()) console.log(call);
const summary = (of) => `${new Set([...of].flatMap((call) => call.split(' > '))).size} files, ${of.size} calls`;
console.log(`${chart}: ${summary(calls.run)} from file to file; on the path of ${path}: ${summary(calls.value)}`);

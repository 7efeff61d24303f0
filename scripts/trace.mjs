// Traces the values of a release from the command line to the output folder: counts the files involved, and the calls
// from one file to another (each pair of files once). Run it before and after a change of structure.
//   npm run build && node scripts/trace.mjs [--list] [CHART]
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: flags, positionals } = parseArgs({
  options: { list: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [chart = 'daytona-region'] = positionals;
const build = resolve('build');
const calls = new Set();

const nameOf = (file) => relative(build, file);
const isOwn = (file) => file.startsWith(build);

/** `callee` as `caller` sees it: every call of its exports is recorded. */
function watched(exports, caller, callee) {
  const known = new Map();
  const note = () => calls.add(`${nameOf(caller)} > ${nameOf(callee)}`);
  const wrap = (value) =>
    new Proxy(value, {
      apply: (target, self, argv) => note() && Reflect.apply(target, self, argv),
      construct: (target, argv, self) => note() && Reflect.construct(target, argv, self),
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
    ...{ out: () => undefined, outPrivate: () => undefined, err: (text) => process.stderr.write(text) },
  };
  const example = join('charts', chart, 'example.values.yaml');
  const code = await main(['synth', chart, '-f', example, '-o', folder], io, { version: '0.0.0', registry });
  if (code !== 0) throw new Error(`synth failed with ${code}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const files = new Set([...calls].flatMap((call) => call.split(' > ')));
if (flags.list) for (const call of [...calls].sort()) console.log(call);
console.log(`${chart}: ${files.size} files, ${calls.size} calls from file to file`);

// Bundles the command line into packs, one file each. The library is not bundled.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { exchangeOf, REQUIRED } from './exchange.mjs';
import { graphOf, importedNames, isOwn, sourceFiles, unitOf } from './graph.mjs';
import { ALIAS, reducedPackages } from './packages.mjs';
import { isEager, packsOf } from './packs.mjs';

const require = createRequire(import.meta.url);
const ROOT = resolve('.');
const OUT = join('build', 'cli', 'bundle');

/** The text of a module. In a bundle, `__dirname` would be the bundle's folder: each module keeps its own. */
function textOf(file, module) {
  const folder = relative(OUT, dirname(module));
  return readFileSync(file, 'utf8').replaceAll(
    '__dirname',
    `require('node:path').join(__dirname, ${JSON.stringify(folder)})`,
  );
}

/** Modules, as compiled or as they are. */
const modules = (isCompiled) => ({
  name: 'modules',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const file = join('build', relative('.', path).replace(/\.ts$/, '.js'));
      return { contents: textOf(isCompiled ? file : path, file), loader: isCompiled ? 'js' : 'ts' };
    });
    // Nothing else of it is used.
    onLoad({ filter: /\/package\.json$/ }, ({ path }) => {
      if (path !== join(ROOT, 'package.json')) return undefined;
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
});

/** Libraries load these at startup but rarely use them. Loading one takes as long as parsing a values file. */
const lateBuiltIns = {
  name: 'late-built-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(child_process|crypto|os)$/ }, ({ importer, path }) =>
      importer.includes('node_modules') ? { path: path.replace('node:', ''), namespace: 'late' } : { external: true },
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => require('node:${path}')[name] });`,
    }));
  },
};

/** The import of a global object would copy all of its properties. */
const globals = {
  name: 'globals',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?process$/ }, ({ kind }) =>
      kind === 'import-statement'
        ? { path: 'process', namespace: 'global' }
        : { path: 'process', namespace: 'global-required' },
    );
    onLoad({ filter: /.*/, namespace: 'global-required' }, () => ({ contents: 'module.exports = process;' }));
    onLoad({ filter: /.*/, namespace: 'global' }, () => ({
      contents: `export default process; export const {${[...imported.get('node:process')].join(',')}} = process;`,
    }));
  },
};

const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  alias: ALIAS,
  // Only one command needs it.
  external: ['bcryptjs'],
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: false,
  logLevel: 'warning',
};

const ENTRIES = ['cli/run-process.ts', 'cli/process/packs.ts', 'cli/cdk8s-app.ts'];
const graph = await graphOf({ ...OPTIONS, plugins: [modules(false), lateBuiltIns, reducedPackages] }, ENTRIES);
const packs = packsOf(graph);
const packOf = (file) => packs.get(unitOf(file));

const imported = importedNames(sourceFiles());

/** The names that other packs can import from a file: for a package, only those that our modules use. */
function exportsOf(file) {
  if (isOwn(file)) return Object.keys(require(join(ROOT, 'build', file.replace(/\.ts$/, '.js'))));
  const specifiers = [...imported.keys()].filter((one) => graph.specifiers.get(one) === file);
  return specifiers.flatMap((specifier) => [...imported.get(specifier)]);
}

const exchange = exchangeOf(graph, packOf, exportsOf);

/** Modules that a pack gets from other packs. */
const fromPacks = (name) => ({
  name: 'from-packs',
  setup({ onResolve, onLoad, resolve: find }) {
    onResolve({ filter: /.*/ }, async ({ path, kind, importer, namespace, pluginData, resolveDir }) => {
      if (pluginData || namespace === 'late' || namespace === 'pack' || path.startsWith('node:')) return undefined;
      const found = await find(path, { kind, importer, resolveDir, namespace, pluginData: true });
      if (found.external || found.namespace !== 'file') return undefined;
      const file = relative(ROOT, found.path);
      // Data is copied.
      const pack = file.endsWith('.json') ? undefined : packOf(file);
      const isRequired = kind === 'require-call';
      const isLate = isRequired && isOwn(relative(ROOT, importer));
      if (pack === undefined || (pack === name && !(isLate && isEager(name)))) return undefined;
      if (isRequired) return { path: `${REQUIRED}${file}`, external: true };
      return { path: file, namespace: 'pack', sideEffects: false };
    });
    onLoad({ filter: /.*/, namespace: 'pack' }, ({ path }) => ({ contents: exchange.importing(name, path) }));
  },
});

/** Without the copies that would give CommonJS modules a default export, which nothing uses. */
function withoutCopies(text) {
  if (/\bimport_\w+\.default\b/.test(text)) throw new Error('a default export of a CommonJS module is used');
  return text.replaceAll(/=__toESM\d*\((require_\w+\(\))(?:,1)?\)/g, '=$1');
}

/** Gives all CommonJS modules the same name: V8 would create a hidden class for each one. */
const withoutNames = (text) =>
  text.replaceAll(/__commonJS\(\{"[^"]+"\(/g, '__commonJS({run(').replace('cb[__getOwnPropNames(cb)[0]]', 'cb.run');

const inputs = new Set();
const hash = createHash('sha256');
mkdirSync(OUT, { recursive: true });
for (const name of [...new Set(packs.values())].sort()) {
  const entries = ENTRIES.filter((file) => packOf(file) === name);
  const file = join(OUT, `${name}.js`);
  const { metafile, outputFiles } = await build({
    ...OPTIONS,
    stdin: { contents: exchange.exporting(name, entries), resolveDir: ROOT, sourcefile: 'pack.js' },
    outfile: file,
    write: false,
    banner: { js: '(function (exports, require, module, __filename, __dirname, __pack) {' },
    footer: { js: '})' },
    metafile: true,
    plugins: [globals, fromPacks(name), modules(!isEager(name)), lateBuiltIns, reducedPackages],
  });
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
  const text = withoutNames(withoutCopies(exchange.completed(outputFiles[0].text)));
  writeFileSync(file, text);
  hash.update(text);
}

// The launchers of the bundles are bundled, too, without what most runs do not need.
await build({
  entryPoints: ['cli/launch.ts', 'cli/launch-cdk8s-app.ts'],
  outdir: join('build', 'cli'),
  allowOverwrite: true,
  define: { BUNDLE_HASH: JSON.stringify(hash.digest('hex').slice(0, 16)) },
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: true,
  external: ['./process/unbundled'],
  logLevel: 'warning',
  plugins: [globals],
});

// Bundled packages are redistributed, so their licenses are included.
const packages = new Set(
  [...inputs].flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/:]+/.exec(input.replace(/^\w+:/, ''))?.[0] ?? []),
);
const notices = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : license;
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(join(OUT, 'LICENSES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));

// Bundles the command line into packs, one file each. The library is not bundled.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { graphOf, unitOf } from './graph.mjs';
import { ALIAS, reducedPackages } from './packages.mjs';
import { packsOf } from './packs.mjs';

const require = createRequire(import.meta.url);
const ROOT = resolve('.');
const OUT = join('build', 'cli', 'bundle');

/** Modules without their shebangs, because only a script that is run itself may have one. */
const sources = {
  name: 'sources',
  setup({ onLoad }) {
    onLoad({ filter: /\/cli\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/^#!.*/, ''),
      loader: 'ts',
    }));
  },
};

/**
 * Modules as compiled, which start faster than their sources: each has its own scope, and creates its functions only when it is
 * loaded. In a bundle, `__dirname` would be the bundle's folder: each module keeps its own.
 */
const compiled = {
  name: 'compiled',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const file = join('build', relative('.', path).replace(/\.ts$/, '.js'));
      const folder = relative(OUT, dirname(file));
      const contents = readFileSync(file, 'utf8')
        .replace(/^#!.*/, '')
        .replaceAll('__dirname', `require('node:path').join(__dirname, ${JSON.stringify(folder)})`);
      return { contents, loader: 'js' };
    });
  },
};

/** Libraries load these at startup but rarely use them. Loading one takes as long as parsing a values file. */
const lateBuiltIns = {
  name: 'late-built-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(child_process|crypto)$/ }, ({ importer, path }) =>
      importer.includes('node_modules') ? { path: path.replace('node:', ''), namespace: 'late' } : { external: true },
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => {
      const all = require(`node:${path}`);
      const functions = Object.keys(all).filter((key) => typeof all[key] === 'function');
      const contents = `for (const key of ${JSON.stringify(functions)}) exports[key] = (...given) => require('node:${path}')[key](...given);`;
      return { contents };
    });
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

const graph = await graphOf({ ...OPTIONS, plugins: [sources, lateBuiltIns, reducedPackages] }, [
  'cli/bin.ts',
  'cli/cdk8s-app.ts',
]);
const packs = packsOf(graph);
const packOf = (file) => packs.get(unitOf(file));

/** Modules of other packs: their exports, taken from where they are. */
const otherPacks = (name) => ({
  name: 'other-packs',
  setup({ onResolve, onLoad, resolve: find }) {
    onResolve({ filter: /.*/ }, async ({ path, kind, importer, namespace, pluginData, resolveDir }) => {
      if (pluginData || namespace === 'late' || namespace === 'other' || path.startsWith('node:')) return undefined;
      const found = await find(path, { kind, importer, resolveDir, namespace, pluginData: true });
      if (found.external || found.namespace !== 'file') return undefined;
      const file = relative(ROOT, found.path);
      // Data is copied.
      const pack = file.endsWith('.json') ? undefined : packOf(file);
      if (pack === undefined || pack === name) return undefined;
      return { path: file, namespace: 'other', sideEffects: false };
    });
    onLoad({ filter: /.*/, namespace: 'other' }, ({ path }) => {
      const contents = `module.exports = __pack(${JSON.stringify(packOf(path))})[${JSON.stringify(path)}]();`;
      return { contents, loader: 'js' };
    });
  },
});

const ENTRIES = ['cli/bin.ts', 'cli/cdk8s-app.ts'];
const inputs = new Set();
const hash = createHash('sha256');
mkdirSync(OUT, { recursive: true });
for (const name of [...new Set(packs.values())].sort()) {
  const demanded = new Set([
    ...ENTRIES.filter((file) => packOf(file) === name),
    ...graph.edges.filter(({ from, to }) => packOf(to) === name && packOf(from) !== name).map(({ to }) => to),
  ]);
  const lines = [...demanded]
    .sort()
    .map((file) => `exports[${JSON.stringify(file)}] = () => require(${JSON.stringify(`./${file}`)});`);
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents: lines.join('\n'), resolveDir: ROOT, sourcefile: 'pack.js' },
    outfile: join(OUT, `${name}.js`),
    banner: { js: '(function (exports, require, module, __filename, __dirname, __pack) {' },
    footer: { js: '})' },
    metafile: true,
    plugins: [otherPacks(name), compiled, lateBuiltIns, reducedPackages],
  });
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
  hash.update(readFileSync(join(OUT, `${name}.js`)));
}

// The launchers of the bundles are bundled, too.
await build({
  entryPoints: ['cli/launch.ts', 'cli/launch-cdk8s-app.ts'],
  outdir: join('build', 'cli'),
  allowOverwrite: true,
  define: { BUNDLE_HASH: JSON.stringify(hash.digest('hex').slice(0, 16)) },
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  logLevel: 'warning',
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

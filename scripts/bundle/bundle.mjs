// Bundles the command line into packs, one file each. The library is not bundled.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { graphOf, importedNames, isOwn, unitOf } from './graph.mjs';
import { ALIAS, reducedPackages } from './packages.mjs';
import { packsOf } from './packs.mjs';

const require = createRequire(import.meta.url);
const ROOT = resolve('.');
const OUT = join('build', 'cli', 'bundle');

/** In a bundle, `__dirname` would be the bundle's folder: each module keeps its own. */
const ownFolder = {
  name: 'own-folder',
  setup({ onLoad }) {
    onLoad({ filter: /\/(lib|charts|cli)\/.*\.ts$/ }, ({ path }) => {
      // A script that is loaded by another one has no shebang.
      const text = readFileSync(path, 'utf8').replace(/^#!.*/, '');
      const folder = relative(OUT, join('build', relative('.', dirname(path))));
      const contents = text.replaceAll('__dirname', `require('node:path').join(__dirname, ${JSON.stringify(folder)})`);
      return { contents, loader: 'ts' };
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

const graph = await graphOf({ ...OPTIONS, plugins: [ownFolder, lateBuiltIns, reducedPackages] }, [
  'cli/bin.ts',
  'cli/cdk8s-app.ts',
]);
const packs = packsOf(graph);
const packOf = (file) => packs.get(unitOf(file));

const imported = importedNames(graph.files);

/** The names that other packs can import from a file: for a package, only those that our modules use. */
function exportsOf(file) {
  if (isOwn(file)) return Object.keys(require(join(ROOT, 'build', file.replace(/\.ts$/, '.js'))));
  const specifiers = [...imported.keys()].filter((one) => graph.specifiers.get(one) === file);
  return specifiers.flatMap((specifier) => [...imported.get(specifier)]);
}

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
      return pack === undefined || pack === name ? undefined : { path: file, namespace: 'other', sideEffects: false };
    });
    onLoad({ filter: /.*/, namespace: 'other' }, ({ path }) => {
      const names = exportsOf(path);
      const contents = `const {${names.join(',')}} = __pack(${JSON.stringify(packOf(path))})[${JSON.stringify(path)}]();
        export {${names.join(',')}};`;
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
  const lines = [...demanded].sort().map((file) => {
    const id = JSON.stringify(file);
    if (isOwn(file)) return `exports[${id}] = () => require(${JSON.stringify(`./${file}`)});`;
    return `exports[${id}] = () => require(${JSON.stringify(`names:${file}`)});`;
  });
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents: lines.join('\n'), resolveDir: ROOT, sourcefile: 'pack.js' },
    outfile: join(OUT, `${name}.js`),
    banner: { js: '(function (exports, require, module, __filename, __dirname, __pack) {' },
    footer: { js: '})' },
    metafile: true,
    plugins: [
      {
        // So that the rest of a package is left out.
        name: 'names',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^names:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'names' }));
          onLoad({ filter: /.*/, namespace: 'names' }, ({ path }) => ({
            contents: `export {${exportsOf(path).join(',')}} from ${JSON.stringify(join(ROOT, path))};`,
            resolveDir: ROOT,
          }));
        },
      },
      otherPacks(name),
      ownFolder,
      lateBuiltIns,
      reducedPackages,
    ],
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

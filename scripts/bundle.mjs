// Bundles the command line into one file beside the modules of the library, which stays unbundled for its users.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const OUT = join('build', 'cli', 'bundle');

/** In one file `__dirname` would be that file's: each module keeps its own folder. */
const ownFolder = {
  name: 'own-folder',
  setup({ onLoad }) {
    onLoad({ filter: /\/(lib|charts|cli)\/.*\.ts$/ }, ({ path }) => {
      // A script that another one loads has no interpreter line.
      const text = readFileSync(path, 'utf8').replace(/^#!.*/, '');
      const folder = relative(OUT, join('build', relative('.', dirname(path))));
      const contents = text.replaceAll('__dirname', `require('node:path').join(__dirname, ${JSON.stringify(folder)})`);
      return { contents, loader: 'ts' };
    });
  },
};

/** Libraries ask for these at once and seldom use them: loading one takes as long as parsing a values file. */
const lateBuiltIns = {
  name: 'late-built-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(child_process|crypto)$/ }, ({ importer, path }) =>
      importer.includes('node_modules') ? { path: path.replace('node:', ''), namespace: 'late' } : { external: true },
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => {
      const all = require(path);
      const functions = Object.keys(all).filter((key) => typeof all[key] === 'function');
      const contents = `for (const key of ${JSON.stringify(functions)}) exports[key] = (...given) => require('node:${path}')[key](...given);`;
      return { contents };
    });
  },
};

const { metafile } = await build({
  entryPoints: ['cli/bin.ts', 'cli/cdk8s-app.ts'],
  outdir: OUT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  alias: {
    // cdk8s brings a copy of the same version.
    yaml: join(process.cwd(), 'node_modules', 'yaml'),
    // Of all that its index loads, one function is used.
    '@sinclair/typebox/value': join(process.cwd(), 'node_modules/@sinclair/typebox/build/esm/value/check/index.mjs'),
  },
  // Only one command needs it.
  external: ['bcryptjs'],
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: false,
  metafile: true,
  logLevel: 'warning',
  plugins: [ownFolder, lateBuiltIns],
});

// What starts the bundles is one file as well.
await build({
  entryPoints: ['cli/launch.ts', 'cli/launch-cdk8s-app.ts'],
  outdir: join('build', 'cli'),
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  logLevel: 'warning',
});

// What is bundled is passed on, and so are its licences.
const packages = new Set(
  Object.keys(metafile.inputs)
    .map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    .filter((folder) => folder !== undefined),
);
const notices = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : license;
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(join(OUT, 'LICENSES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));

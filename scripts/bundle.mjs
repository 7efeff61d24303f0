// Bundles the command line into one file. The library is not bundled.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
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
    // cdk8s includes a copy of the same version.
    yaml: join(process.cwd(), 'node_modules', 'yaml'),
    // Only one function of everything that its index loads is used.
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

const hash = createHash('sha256');
for (const name of ['bin.js', 'cdk8s-app.js']) hash.update(readFileSync(join(OUT, name)));

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

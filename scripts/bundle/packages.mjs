// Packages, reduced to what is imported from them: a module takes time to load, even if nothing uses it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { importedNames, sourceFiles } from './graph.mjs';

const require = createRequire(import.meta.url);
const MODULES = resolve('node_modules');
const TYPEBOX = join(MODULES, '@sinclair/typebox/build/cjs/index.js');
const YAML = join(MODULES, 'yaml/dist/index.js');
const CDK8S = join(MODULES, 'cdk8s/lib/index.js');
const COMMANDER = join(MODULES, 'commander/index.js');

/** Where packages are loaded from. */
export const ALIAS = {
  commander: COMMANDER,
  '@sinclair/typebox': TYPEBOX,
  '@sinclair/typebox/errors': TYPEBOX,
  '@sinclair/typebox/value': TYPEBOX,
  // cdk8s includes a copy of the same version.
  yaml: YAML,
};

/**
 * Two modules of `yaml` differ between browsers and Node.js in more than their syntax. They become ES modules, because they would
 * import second copies of others. What they need of Node is global.
 */
const yamlOfNode = {
  name: 'yaml-of-node',
  setup({ onLoad }) {
    onLoad({ filter: /\/browser\/dist\/.*\b(log|binary)\.js$/ }, ({ path }) => ({
      contents: readFileSync(path.replace('/browser/', '/'), 'utf8')
        .replace(/^var (\w+) = require\('(\.[^']+)'\);$/gm, "import * as $1 from '$2';")
        .replace("require('process')", 'process')
        .replace("require('buffer')", '{ Buffer }')
        .replace(/^exports\.(\w+) = \1;$/gm, 'export { $1 };'),
      resolveDir: dirname(path),
    }));
  },
};

/** Only `uniqueItems` uses the hashes, which no schema has. */
const withoutHashes = {
  name: 'without-hashes',
  setup({ onLoad }) {
    onLoad({ filter: /\/value\/hash\/index\.mjs$/ }, () => ({ contents: 'export const Hash = undefined;' }));
  },
};

/** One module with the given names, by the ES modules that export them. */
async function oneModule(folder, names, plugins = []) {
  const contents = Object.entries(names).map(([file, list]) => `export {${[...list].join(',')}} from './${file}';`);
  const { outputFiles } = await build({
    stdin: { contents: contents.join('\n'), resolveDir: join(MODULES, folder) },
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['node:*'],
    write: false,
    plugins,
  });
  return outputFiles[0].text;
}

/** An index of modules with only the names that are needed. */
function reducedIndex(file, needed) {
  const modules = [...readFileSync(file, 'utf8').matchAll(/\brequire\(["'](\.[^"']*)/g)].map(([, path]) => path);
  return modules
    .map((path) => [path, Object.keys(require(join(dirname(file), path))).filter((name) => needed.has(name))])
    .filter(([, names]) => names.length > 0)
    .map(([path, names]) => `export {${names.join(',')}} from ${JSON.stringify(path)};`)
    .join('\n');
}

async function reduced() {
  const imported = importedNames(sourceFiles());
  const names = {
    'index.mjs': imported.get('@sinclair/typebox'),
    'errors/index.mjs': imported.get('@sinclair/typebox/errors'),
    'value/check/index.mjs': imported.get('@sinclair/typebox/value'),
  };
  const typebox = await oneModule('@sinclair/typebox/build/esm', names, [withoutHashes]);
  const yaml = await oneModule('yaml/browser/dist', { 'index.js': imported.get('yaml') }, [yamlOfNode]);
  return new Map([
    [TYPEBOX, typebox],
    [YAML, yaml],
    [CDK8S, reducedIndex(CDK8S, imported.get('cdk8s'))],
    // Its index also creates a program.
    [COMMANDER, reducedIndex(COMMANDER, imported.get('commander'))],
  ]);
}

/** For all bundles. */
const CONTENTS = await reduced();

export const reducedPackages = {
  name: 'reduced-packages',
  setup({ onLoad }) {
    onLoad({ filter: /\/index\.js$/ }, ({ path }) => {
      const contents = CONTENTS.get(path);
      return contents && { contents, resolveDir: dirname(path) };
    });
    // Only `App.synth` uses it, which is never called.
    onLoad({ filter: /\/cdk8s\/lib\/yaml\.js$/ }, () => ({ contents: 'exports.Yaml = {};' }));
    // Its default export is a copy of everything, which cdk8s does not use.
    onLoad({ filter: /\/fast-json-patch\/index\.mjs$/ }, ({ path }) => ({
      contents: "export { applyPatch, deepClone } from './module/core.mjs';",
      resolveDir: dirname(path),
    }));
    // A copy of every property of a module, for nothing.
    onLoad({ filter: /\/(cdk8s|constructs)\/lib\/.*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/__importStar\((require\("\w+"\))\)/g, '$1'),
    }));
  },
};

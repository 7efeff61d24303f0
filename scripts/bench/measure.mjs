// Measures whole processes: CPU time, elapsed time and peak memory, in interleaved runs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// Bash reports the times of a child in milliseconds; GNU time only in hundredths of a second.
const SCRIPT = `TIMEFORMAT='%U %S %R'; { time "$@" >"$BENCH_OUT" 2>"$BENCH_ERR"; } 2>"$BENCH_TIMES"`;

/** One run: CPU and elapsed milliseconds. Throws unless it exits with `expected`. `programs`: a folder to put on the PATH. */
export function timed([command, ...argv], { folder, cwd = folder, out = '/dev/null', expected = 0, programs, env }) {
  const file = (name) => join(folder, name);
  const PATH = programs ? `${programs}:${process.env.PATH}` : process.env.PATH;
  const { status } = spawnSync('bash', ['-c', SCRIPT, 'bash', command, ...argv], {
    cwd,
    env: { ...process.env, ...env, PATH, BENCH_OUT: out, BENCH_ERR: file('err'), BENCH_TIMES: file('times') },
    stdio: 'ignore',
  });
  if (status !== expected) throw new Error(`${command} ${argv.join(' ')}: ${readFileSync(file('err'), 'utf8')}`);
  const [user, system, elapsed] = readFileSync(file('times'), 'utf8').trim().split(' ').map(Number);
  return { cpu: (user + system) * 1000, wall: elapsed * 1000 };
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

export const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];

/** Runs all commands in turn, after one warm-up run of each. Returns the runs of each command. */
export function race(commands, runs, folder) {
  const results = commands.map(() => []);
  for (let run = -1; run < runs; run++) {
    for (const [index, { argv, status, cwd, out, programs, env }] of commands.entries()) {
      const result = timed(argv(run), { folder, cwd, out, expected: status, programs, env: env?.() });
      if (run >= 0) results[index].push(result);
    }
  }
  return results;
}

/** The ratio of CPU times, run by run: its median and its quartiles. */
export function ratioOf(runs, base) {
  const ratios = sorted(runs.map(({ cpu }, run) => cpu / base[run].cpu));
  const quarter = Math.floor(ratios.length / 4);
  const [low, middle, high] = [ratios[quarter], median(ratios), ratios[ratios.length - 1 - quarter]];
  return `${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** A table of commands, with the CPU ratio to each of the `bases`, by their names. */
export function table(commands, results, bases) {
  const at = (name) => commands.findIndex((command) => command.name === name);
  const known = bases.filter((name) => at(name) >= 0);
  const rows = commands.map(({ name }, index) => {
    const cells = known.map((base) => ratioOf(results[index], results[at(base)]));
    const [cpu, wall] = ['cpu', 'wall'].map((key) => Math.round(median(results[index].map((run) => run[key]))));
    return `| ${[name, cpu, wall, ...cells].join(' | ')} |`;
  });
  const head = ['command', 'CPU ms', 'elapsed ms', ...known.map((base) => `× ${base}`)];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows].join('\n');
}

/** A table of races whose last command is compared with the `bases`, the commands before it. */
export function pairs(races, bases) {
  const rows = races.map(({ row, results }) => {
    const own = results.at(-1);
    const cpuOf = (runs) => Math.round(median(runs.map(({ cpu }) => cpu)));
    const cells = results.slice(0, -1).flatMap((base) => [cpuOf(base), ratioOf(own, base)]);
    return `| ${[row.at(-1).name, cpuOf(own), ...cells].join(' | ')} |`;
  });
  const head = ['chart', 'CPU ms', ...bases.flatMap(({ name }) => [`CPU ms, ${name}`, `× ${name}`])];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows].join('\n');
}

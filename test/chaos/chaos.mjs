// Kills, stops and interleaves runs of `synth` on one output folder while links replace its files and their times change.
// After each round, a single run must bring the folder to what it renders, and nothing outside the folder may have
// changed.
//
//   npm run test:chaos                     200 rounds
//   npm run test:chaos -- 50 1234          50 rounds of seed 1234
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [rounds = '200', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const BIN = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../build/cli/bin.js');
const top = fs.mkdtempSync(join(tmpdir(), 'chaos-'));
const clone = join(top, 'clone');
const outside = join(top, 'outside');
const dist = join(clone, 'dist');
const lock = join(dist, '.sandbox-charts.lock');

/** The same numbers for the same seed (mulberry32). */
function randomOf(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = randomOf(Number(seed));
const upTo = (limit) => Math.floor(random() * limit);
const pick = (list) => list[upTo(list.length)];

const lab = (name, image) => `- name: ${name}
  chart: dozlab-session
  set:
    session: {id: ${name}, userId: ada}
    rootfs: {imageUrl: "https://images.example.com/${image}.ext4"}
    codeServer: {password: correct-horse-battery}
`;

/** Each renders other releases, or the same ones differently. */
const VARIANTS = [
  ['one.yaml', ['a', 'b', 'c', 'd'], 'old', []],
  ['two.yaml', ['b', 'c', 'd', 'e', 'f'], 'new', []],
  ['three.yaml', ['a', 'c', 'e'], 'new', ['--layout', 'objects']],
  ['four.yaml', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 'old', ['--layout', 'objects']],
  ['five.yaml', ['c', 'd'], 'old', ['--target', 'flux']],
].map(([file, names, image, flags]) => ({ file, names, image, flags }));

const argvOf = ({ file, flags }, output = 'dist') => [BIN, 'synth', '-c', file, '-o', output, ...flags];

/** Files and links with their contents, and the folders of the tool. Git and appliers ignore other empty folders. */
function treeOf(folder) {
  if (!fs.existsSync(folder)) return {};
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const isTold = (entry) => !entry.isDirectory() || entry.name.startsWith('.sandbox-charts');
  const found = entries.filter(isTold).map((entry) => {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const stats = fs.lstatSync(path);
    const content = stats.isFile() ? createHash('sha256').update(fs.readFileSync(path)).digest('hex') : '';
    return [path.slice(folder.length + 1), [stats.mode, content].join(' ')];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function differences(found, wanted) {
  const paths = new Set([...Object.keys(found), ...Object.keys(wanted)]);
  return [...paths]
    .filter((path) => found[path] !== wanted[path])
    .map((path) => `${path}: ${found[path]} / ${wanted[path]}`);
}

function canaries() {
  fs.mkdirSync(join(outside, 'a'), { recursive: true });
  fs.mkdirSync(join(outside, '.sandbox-charts.tmp-abcdef1234', 'new'), { recursive: true });
  const files = ['a.k8s.yaml', '.sandbox-charts.index', '.sandbox-charts.lock', 'a/kustomization.yaml'];
  for (const file of files) fs.writeFileSync(join(outside, file), `canary ${file}\n`);
}

const attempt = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

/** Replaces something with a link to the outside; returns a function that undoes it. */
function plantLink() {
  const names = attempt(() => fs.readdirSync(dist)) ?? [];
  const name = pick([...names, 'a', 'e', 'a.k8s.yaml', '.sandbox-charts.lock']);
  const [place, aside] = [join(dist, name), join(clone, `aside-${upTo(2 ** 31)}`)];
  attempt(() => fs.renameSync(place, aside));
  attempt(() => fs.symlinkSync(pick([outside, join(outside, 'a'), join(outside, 'a.k8s.yaml'), 'none']), place));
  return () => {
    if (!attempt(() => fs.lstatSync(place))?.isSymbolicLink()) return;
    fs.unlinkSync(place);
    // Without its index, nobody knows which files of a folder belong to the tool.
    if (name === '.sandbox-charts.index' || random() < 0.5) attempt(() => fs.renameSync(aside, place));
  };
}

function shiftTimes() {
  const names = attempt(() => fs.readdirSync(dist)) ?? [];
  for (const name of names) {
    const time = new Date(Date.now() + (random() - 0.5) * 10 ** 12);
    attempt(() => fs.lutimesSync(join(dist, name), time, time));
  }
}

async function until(isDue, limit) {
  for (const end = Date.now() + limit; Date.now() < end && !isDue(); ) await sleep(1);
}

const tally = {
  killed: 0,
  killedInSwap: 0,
  stopped: 0,
  takenOver: 0,
  links: 0,
  shifted: 0,
  rescued: 0,
  failed: 0,
  ended: 0,
};

/** One run, with everything that happens to it. */
async function disturbed(fate) {
  const child = spawn(process.execPath, argvOf(pick(VARIANTS)), { cwd: clone, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  const end = new Promise((done) => child.on('close', (code, signal) => done({ code, signal })));
  const gone = end.then(() => true);
  if (random() < 0.7) await Promise.race([until(() => fs.existsSync(lock), 3000), gone]);
  await Promise.race([sleep(upTo(random() < 0.5 ? 15 : 600)), gone]);
  if (fate === 'kill') {
    tally.killed++;
    if (fs.existsSync(lock)) tally.killedInSwap++;
    child.kill('SIGKILL');
  } else if (fate === 'interrupt') {
    child.kill(pick(['SIGINT', 'SIGTERM']));
  } else if (fate === 'stop' || fate === 'long stop') {
    tally.stopped++;
    child.kill('SIGSTOP');
    await sleep(fate === 'stop' ? upTo(800) : 13_000);
    child.kill('SIGCONT');
  }
  const { code, signal } = await end;
  if (/another one took over/.test(err)) tally.takenOver++;
  if (code === 0) tally.ended++;
  else tally.failed++;
  if (code !== 0 && signal === null && /at .*\.js:\d+|TypeError|undefined|\/proc\/self/.test(err))
    throw new Error(`unclear error: ${err}`);
}

async function round(number, references, before) {
  const removals = [];
  let busy = true;
  const meddle = async () => {
    while (busy) {
      await sleep(upTo(120));
      if (random() < 0.15) {
        tally.links++;
        const remove = plantLink();
        if (random() < 0.5) removals.push(remove);
        else await sleep(upTo(60)).then(remove);
      }
      if (random() < 0.2) {
        tally.shifted++;
        shiftTimes();
      }
    }
  };
  const fates = ['kill', 'kill', 'kill', 'stop', 'interrupt', 'none', ...(number % 20 === 0 ? ['long stop'] : [])];
  const meddling = random() < 0.6 ? meddle() : undefined;
  const runs = Array.from({ length: 1 + upTo(3) }, () => disturbed(pick(fates)));
  if (number % 20 === 0)
    runs.push(
      disturbed('long stop'),
      sleep(1500).then(() => disturbed('none')),
    );
  await Promise.all(runs);
  busy = false;
  await meddling;
  for (const remove of removals.reverse()) remove();

  const variant = pick(VARIANTS);
  const { status, stderr } = spawnSync(process.execPath, argvOf(variant), { cwd: clone, encoding: 'utf8' });
  // Files that could not be put back are kept for the user, who deletes them.
  for (const entry of fs.readdirSync(dist, { withFileTypes: true })) {
    if (!entry.isDirectory() || !entry.name.startsWith('.sandbox-charts.rescued-')) continue;
    tally.rescued++;
    fs.rmSync(join(dist, entry.name), { recursive: true });
  }
  const wrong = [
    ...(status === 0 ? [] : [`the next run failed: ${stderr}`]),
    ...differences(treeOf(dist), references.get(variant)),
    ...differences(treeOf(outside), before).map((line) => `outside: ${line}`),
  ];
  if (wrong.length > 0) throw new Error(`round ${number} (${variant.file}):\n${wrong.join('\n')}`);
}

fs.mkdirSync(clone);
canaries();
const references = new Map();
for (const variant of VARIANTS) {
  fs.writeFileSync(
    join(clone, variant.file),
    `releases:\n${variant.names.map((name) => lab(name, variant.image)).join('')}`,
  );
  const { status, stderr } = spawnSync(process.execPath, argvOf(variant, 'reference'), {
    cwd: clone,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  references.set(variant, treeOf(join(clone, 'reference')));
  fs.rmSync(join(clone, 'reference'), { recursive: true });
}
const before = treeOf(outside);
console.log(`${rounds} rounds, seed ${seed}`);
try {
  for (let number = 1; number <= Number(rounds); number++) {
    await round(number, references, before);
    for (const name of fs.readdirSync(clone))
      if (name.startsWith('aside-')) fs.rmSync(join(clone, name), { recursive: true });
    if (number % 20 === 0) console.log(`${number}: ${JSON.stringify(tally)}`);
  }
  fs.rmSync(top, { recursive: true });
  console.log(`passed: ${JSON.stringify(tally)}`);
} catch (error) {
  console.error(`${error.message}\nseed ${seed}; left for a look: ${top}`);
  process.exitCode = 1;
}

// Runs the cluster tests: node test/cluster/run.mjs [--kubernetes 1.36] [options and patterns of jest]
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rebuildIfStale } from '../support/build.mjs';

const DEFAULT_VERSION = '1.36';
const [, , ...given] = process.argv;
const args = [];
let version = DEFAULT_VERSION;
for (let at = 0; at < given.length; at++) {
  const [flag, value] = given[at].split('=', 2);
  if (flag !== '--kubernetes') args.push(given[at]);
  else version = value ?? given[++at] ?? '';
}

if (spawnSync('go', ['version']).status !== 0) {
  console.error(
    'The cluster tests need Go on the PATH: it downloads CRDs and, without KUBEBUILDER_ASSETS (setup-envtest use 1.36), builds the control plane.',
  );
  process.exit(1);
}

const here = fileURLToPath(new URL('.', import.meta.url));
rebuildIfStale(join(here, '..', '..'));
// Suites spend much of their time waiting, so two run at once, each with its own control plane. A pattern selects only a few.
if (!args.some((arg) => /^(-[iw]|--runInBand|--maxWorkers)/.test(arg))) {
  args.unshift(args.some((arg) => !arg.startsWith('-')) ? '--runInBand' : '--maxWorkers=2');
}
const jest = join(here, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');
const child = spawn(process.execPath, [jest, '--config', join(here, 'jest.config.js'), ...args], {
  stdio: 'inherit',
  env: { ...process.env, CLUSTER_VERSION: version },
});
// Ctrl-C reaches jest as well; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
});

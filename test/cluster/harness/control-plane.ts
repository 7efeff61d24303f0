// A Kubernetes control plane on loopback, with simulated kubelets, in a temporary folder.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from './binaries';
import { kubeletStages } from './kubelet-stages';

const HOST = '127.0.0.1';
const START_SECONDS = 120;

export interface ControlPlane {
  /** Kubeconfig of a cluster administrator. */
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/** Starts everything, and returns once the API server is ready. Everything stops with this process, however it ends. */
export async function startControlPlane(binaries: Binaries): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'control-plane-'));
  const watchdog = new Watchdog(folder);
  try {
    return await start(binaries, folder, watchdog);
  } catch (error) {
    await watchdog.end();
    throw error;
  }
}

async function start(binaries: Binaries, folder: string, watchdog: Watchdog): Promise<ControlPlane> {
  const file = (name: string) => join(folder, name);
  const run = (program: string, name: string, args: readonly string[]) => watchdog.run(program, name, args);
  const [client, peer, secure] = (await freePorts(3)) as [number, number, number];

  run(binaries.etcd, 'etcd', [
    `--data-dir=${file('etcd')}`,
    `--listen-client-urls=http://${HOST}:${client}`,
    `--advertise-client-urls=http://${HOST}:${client}`,
    `--listen-peer-urls=http://${HOST}:${peer}`,
    `--initial-advertise-peer-urls=http://${HOST}:${peer}`,
    `--initial-cluster=default=http://${HOST}:${peer}`,
    '--unsafe-no-fsync',
  ]);

  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(file('service-accounts.pem'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  const token = randomBytes(16).toString('hex');
  writeFileSync(file('tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });

  run(binaries.kubeApiserver, 'kube-apiserver', [
    `--etcd-servers=http://${HOST}:${client}`,
    `--bind-address=${HOST}`,
    `--advertise-address=${HOST}`,
    `--secure-port=${secure}`,
    `--cert-dir=${file('certificates')}`,
    `--token-auth-file=${file('tokens.csv')}`,
    '--authorization-mode=Node,RBAC',
    '--allow-privileged',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('service-accounts.pem')}`,
    `--service-account-signing-key-file=${file('service-accounts.pem')}`,
    '--enable-priority-and-fairness=false',
  ]);
  await ready(`https://${HOST}:${secure}/readyz`, token, watchdog);

  const kubeconfig = file('kubeconfig');
  const authority = file('certificates/apiserver.crt');
  writeFileSync(kubeconfig, kubeconfigText(`https://${HOST}:${secure}`, authority, token), { mode: 0o600 });
  run(binaries.kubeControllerManager, 'kube-controller-manager', [
    `--kubeconfig=${kubeconfig}`,
    `--service-account-private-key-file=${file('service-accounts.pem')}`,
    `--root-ca-file=${authority}`,
    '--secure-port=0',
    '--leader-elect=false',
    '--namespace-sync-period=5s',
    '--concurrent-namespace-syncs=20',
  ]);
  run(binaries.kubeScheduler, 'kube-scheduler', [
    `--kubeconfig=${kubeconfig}`,
    '--secure-port=0',
    '--leader-elect=false',
  ]);
  run(binaries.kwok, 'kwok', [
    `--kubeconfig=${kubeconfig}`,
    '--manage-all-nodes=true',
    '--node-lease-duration-seconds=40',
    ...kubeletStages(folder).map((stage) => `--config=${stage}`),
  ]);
  return { kubeconfig, stop: () => watchdog.end() };
}

/** A kubeconfig that uses a bearer token. */
export function kubeconfigText(server: string, authority: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority': authority } }],
    users: [{ name: 'test', user: { token } }],
  });
}

/** Starts programs and stops them all by process id: on request, and when this process ends for any reason. */
class Watchdog {
  private readonly shell: ChildProcess;
  private readonly running = new Map<string, ChildProcess>();

  constructor(private readonly folder: string) {
    // Its standard input ends with this process. It leads its own process group, so Ctrl-C does not reach it.
    const script =
      'pids=; while read -r pid; do pids="$pids $pid"; done; kill $pids 2>/dev/null; sleep 1; kill -9 $pids 2>/dev/null; rm -rf "$1"';
    this.shell = spawn('sh', ['-c', script, 'watchdog', folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
  }

  run(program: string, name: string, args: readonly string[]): void {
    const log = openSync(join(this.folder, `${name}.log`), 'a');
    const child = spawn(program, args, { stdio: ['ignore', log, log] });
    closeSync(log);
    this.running.set(name, child);
    child.on('error', () => undefined);
    this.shell.stdin?.write(`${child.pid}\n`);
    child.unref();
  }

  /** Throws the end of its log if a program has ended. */
  check(): void {
    for (const [name, { exitCode, signalCode }] of this.running) {
      if (exitCode === null && signalCode === null) continue;
      const log = readFileSync(join(this.folder, `${name}.log`), 'utf8');
      throw new Error(`${name} ended (${exitCode ?? signalCode}):\n${log.slice(-3000)}`);
    }
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.shell.once('exit', () => {
        rmSync(this.folder, { recursive: true, force: true });
        resolve();
      });
      this.shell.stdin?.end();
    });
  }
}

/** Ports of loopback on which nothing listens. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer().once('error', reject);
          server.listen(0, HOST, () => resolve(server));
        }),
    ),
  );
  return servers.map((server) => {
    const address = server.address();
    server.close();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  });
}

async function ready(url: string, token: string, watchdog: Watchdog): Promise<void> {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await answersOk(url, token))) {
    watchdog.check();
    if (Date.now() > deadline) throw new Error(`${url} was not ready in ${START_SECONDS} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function answersOk(url: string, token: string): Promise<boolean> {
  return new Promise((resolve) => {
    // Its certificate does not exist before it serves.
    const options = { headers: { authorization: `Bearer ${token}` }, rejectUnauthorized: false };
    const call = request(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('error', () => resolve(false));
    call.end();
  });
}

/** Whether a process with this id exists. */
export const isRunning = (pid: number): boolean => spawnSync('kill', ['-0', String(pid)]).status === 0;

// Flux's kustomize-controller with the control plane of the tests. A server on loopback simulates the source-controller:
// it packs a folder and reports it as the artifact of a GitRepository.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { Kubectl } from './kubectl';

export const NAMESPACE = 'flux-system';
/** The same names as in `flux bootstrap`. */
const SOURCE = 'flux-system';
const ROOT = 'root';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

export interface LiveKustomization extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly generation: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly lastAppliedRevision?: string;
    readonly conditions?: readonly Condition[];
  };
}

export class Flux {
  private readonly folder = mkdtempSync(join(tmpdir(), 'flux-'));
  private readonly archives = new Map<string, Buffer>();
  private readonly server: Server = createServer(({ url = '' }, response) => {
    const archive = this.archives.get(url);
    response.writeHead(archive ? 200 : 404);
    response.end(archive);
  });
  private controller: ChildProcess | undefined;
  private revision = '';

  constructor(
    private readonly cluster: Kubectl,
    private readonly program: string,
  ) {}

  /** `path` is the folder with the Kustomizations in the tree, as in `flux bootstrap --path`. */
  async start(path: string): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
    await this.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    const metadata = { name: SOURCE, namespace: NAMESPACE };
    const spec = { interval: '1h', url: 'https://git.example.com/deploy.git' };
    await this.apply({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', metadata, spec });
    await this.apply({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: ROOT, namespace: NAMESPACE },
      spec: { sourceRef: { kind: 'GitRepository', name: SOURCE }, path, interval: '1h', prune: true },
    });
    const log = openSync(this.log, 'a');
    const flags = ['--metrics-addr=0', '--health-addr=127.0.0.1:0', '--requeue-dependency=1s', '--log-level=debug'];
    this.controller = spawn(this.program, flags, {
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        KUBECONFIG: this.cluster.kubeconfig,
        RUNTIME_NAMESPACE: NAMESPACE,
      },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
  }

  private get log(): string {
    return join(this.folder, 'controller.log');
  }

  /** The last log lines of the controller. */
  tail(): string {
    return readFileSync(this.log, 'utf8').slice(-4000);
  }

  /** A commit with the contents of a folder. */
  async push(tree: string): Promise<void> {
    const archive = execFileSync('tar', ['-czf', '-', '-C', tree, '.'], { maxBuffer: 1 << 28 });
    const digest = createHash('sha256').update(archive).digest('hex');
    this.revision = `main@sha1:${digest.slice(0, 40)}`;
    this.archives.set(`/${digest}.tar.gz`, archive);
    const { port } = this.server.address() as AddressInfo;
    const lastUpdateTime = new Date().toISOString();
    const artifact = {
      path: `${digest}.tar.gz`,
      url: `http://127.0.0.1:${port}/${digest}.tar.gz`,
      revision: this.revision,
      digest: `sha256:${digest}`,
      size: archive.length,
      lastUpdateTime,
    };
    const condition = {
      type: 'Ready',
      status: 'True',
      reason: 'Succeeded',
      message: '',
      lastTransitionTime: lastUpdateTime,
    };
    const status = { observedGeneration: 1, artifact, conditions: [condition] };
    const patch = ['--type=merge', '--subresource=status', '-p', JSON.stringify({ status })];
    await this.cluster.ok(['patch', 'gitrepository', SOURCE, '-n', NAMESPACE, ...patch]);
  }

  async kustomizations(): Promise<LiveKustomization[]> {
    const { items } = await this.cluster.json<{ items: LiveKustomization[] }>([
      'get',
      'kustomizations',
      '-n',
      NAMESPACE,
    ]);
    return items;
  }

  /** Waits until every Kustomization has applied the last commit. Rejects with what is missing. */
  async synced(seconds = 120): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const all = await this.kustomizations();
      const root = all.find(({ metadata }) => metadata.name === ROOT);
      const pending = root && this.isSynced(root) ? all.filter((one) => !this.isSynced(one)) : [root ?? all[0]];
      if (pending.length === 0) return;
      if (Date.now() > deadline) {
        const conditions = pending.map((one) => `${one?.metadata.name}: ${JSON.stringify(one?.status?.conditions)}`);
        throw new Error(`not synced after ${seconds} s:\n${conditions.join('\n')}\n${this.tail()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  private isSynced({ metadata, status }: LiveKustomization): boolean {
    const ready = status?.conditions?.find(({ type }) => type === 'Ready');
    return (
      ready?.status === 'True' &&
      status?.observedGeneration === metadata.generation &&
      status?.lastAppliedRevision === this.revision
    );
  }

  private async apply(object: object): Promise<void> {
    await this.cluster.ok(['apply', '-f', '-'], { input: JSON.stringify(object) });
  }

  /** Deletes the Kustomizations, and with them what they have applied. */
  async stop(): Promise<void> {
    try {
      await this.cluster.ok(['delete', 'kustomizations', '--all', '-n', NAMESPACE, '--timeout=120s']);
      await this.cluster.ok(['delete', 'namespace', NAMESPACE, '--timeout=120s']);
    } finally {
      this.controller?.kill();
      this.server.close();
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

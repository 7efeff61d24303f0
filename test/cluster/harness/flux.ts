// Flux's source-controller and kustomize-controller with the control plane of the tests. The sources are on loopback.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { FluxPrograms } from './binaries';
import { freePorts } from './control-plane';
import { BRANCH, GitServer } from './git-server';
import type { Kubectl } from './kubectl';

export const NAMESPACE = 'flux-system';
/** The same name as in `flux bootstrap`. */
const SOURCE = 'flux-system';
const ROOT = 'root';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

interface Live extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly generation: number };
}

export interface LiveKustomization extends Live {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly lastAppliedRevision?: string;
    readonly conditions?: readonly Condition[];
  };
}

export class Flux {
  private readonly folder = mkdtempSync(join(tmpdir(), 'flux-'));
  private readonly git = new GitServer();
  private readonly running: ChildProcess[] = [];
  private revision = '';

  constructor(
    private readonly cluster: Kubectl,
    private readonly programs: FluxPrograms,
  ) {}

  /**
   * `path` is the folder with the Kustomizations in the tree, as in `flux bootstrap --path`. Without it, nothing is applied
   * yet.
   */
  async start(path?: string): Promise<void> {
    await this.git.start();
    await this.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    const [port] = (await freePorts(1)) as [number];
    const storage = join(this.folder, 'storage');
    mkdirSync(storage);
    const artifacts = `127.0.0.1:${port}`;
    this.run('source-controller', [
      `--storage-path=${storage}`,
      `--storage-addr=${artifacts}`,
      `--storage-adv-addr=${artifacts}`,
    ]);
    this.run('kustomize-controller', ['--requeue-dependency=1s']);
    if (path === undefined) return;
    const metadata = { name: SOURCE, namespace: NAMESPACE };
    const spec = { interval: '1h', url: this.git.url, ref: { branch: BRANCH } };
    await this.apply({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', metadata, spec });
    await this.apply({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: ROOT, namespace: NAMESPACE },
      spec: { sourceRef: { kind: 'GitRepository', name: SOURCE }, path, interval: '1h', prune: true },
    });
  }

  private run(name: keyof FluxPrograms, flags: readonly string[]): void {
    const log = openSync(this.log(name), 'a');
    const common = ['--metrics-addr=0', '--health-addr=127.0.0.1:0', '--events-addr=', '--log-level=debug'];
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      KUBECONFIG: this.cluster.kubeconfig,
      RUNTIME_NAMESPACE: NAMESPACE,
    };
    this.running.push(spawn(this.programs[name], [...common, ...flags], { env, stdio: ['ignore', log, log] }));
    closeSync(log);
  }

  private log = (name: string): string => join(this.folder, `${name}.log`);

  /** The last log lines of the controllers. */
  tail(): string {
    const names = ['source-controller', 'kustomize-controller'];
    return names.map((name) => readFileSync(this.log(name), 'utf8').slice(-3000)).join('\n');
  }

  /** Commits the contents of a folder, and makes Flux fetch it. */
  async push(tree: string): Promise<void> {
    this.revision = `${BRANCH}@sha1:${this.git.commit(tree)}`;
    await this.reconcile('gitrepository', SOURCE);
  }

  /** The same as `flux reconcile`. */
  async reconcile(kind: string, name: string): Promise<void> {
    const request = `reconcile.fluxcd.io/requestedAt=${new Date().toISOString()}`;
    await this.cluster.ok(['annotate', '--overwrite', '-n', NAMESPACE, kind, name, request]);
  }

  async kustomizations(): Promise<LiveKustomization[]> {
    const args = ['get', 'kustomizations', '-n', NAMESPACE];
    return (await this.cluster.json<{ items: LiveKustomization[] }>(args)).items;
  }

  /** Waits until every Kustomization has applied the last commit. Rejects with what is missing. */
  async synced(seconds = 120): Promise<void> {
    await this.until(seconds, (all) => {
      const root = all.find(({ metadata }) => metadata.name === ROOT);
      return root && this.isSynced(root) ? all.filter((one) => !this.isSynced(one)) : [root ?? all[0]];
    });
  }

  /** Waits until every Kustomization has applied this revision of its source. */
  async applied(revision: string, seconds = 120): Promise<void> {
    await this.until(seconds, (all) => all.filter((one) => !isApplied(one, revision)));
  }

  private async until(
    seconds: number,
    pendingOf: (all: LiveKustomization[]) => readonly (LiveKustomization | undefined)[],
  ): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const pending = pendingOf(await this.kustomizations());
      if (pending.length === 0) return;
      if (Date.now() > deadline) {
        const told = pending.map((one) => `${one?.metadata.name}: ${JSON.stringify(one?.status?.conditions)}`);
        throw new Error(`not synced after ${seconds} s:\n${told.join('\n')}\n${this.tail()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  private isSynced = (one: LiveKustomization): boolean => isApplied(one, this.revision);

  private async apply(object: object): Promise<void> {
    await this.cluster.ok(['apply', '-f', '-'], { input: JSON.stringify(object) });
  }

  /** Deletes the Kustomizations, and with them what they have applied. */
  async stop(): Promise<void> {
    try {
      await this.cluster.ok(['delete', 'kustomizations', '--all', '-n', NAMESPACE, '--timeout=120s']);
      await this.cluster.ok(['delete', 'gitrepositories,ocirepositories', '--all', '-n', NAMESPACE, '--timeout=60s']);
      await this.cluster.ok(['delete', 'namespace', NAMESPACE, '--timeout=120s']);
    } finally {
      for (const program of this.running) program.kill();
      this.git.stop();
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

function isApplied({ metadata, status }: LiveKustomization, revision: string): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return (
    ready?.status === 'True' &&
    status?.observedGeneration === metadata.generation &&
    status?.lastAppliedRevision === revision
  );
}

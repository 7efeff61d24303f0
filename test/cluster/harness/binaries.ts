// The programs of the control plane: from KUBEBUILDER_ASSETS, or built once from pinned Go modules into the user's cache.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Paths of the programs. */
export interface Binaries {
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly kubeControllerManager: string;
  readonly kubeScheduler: string;
  readonly kubectl: string;
  /** Simulates kubelets. */
  readonly kwok: string;
}

interface Source {
  /** Folder below `modules/`. */
  readonly module: string;
  /** Go package by the name of the program it builds. */
  readonly packages: Readonly<Record<string, string>>;
  readonly ldflags: string;
}

const MODULES = join(__dirname, '..', 'modules');
const KUBERNETES_PROGRAMS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'];
const ETCD: Source = { module: 'etcd', packages: { etcd: 'go.etcd.io/etcd/server/v3' }, ldflags: '-s -w' };
const FLUX: Source = {
  module: 'flux',
  packages: {
    'kustomize-controller': 'github.com/fluxcd/kustomize-controller',
    'source-controller': 'github.com/fluxcd/source-controller',
  },
  ldflags: '-s -w',
};
/** A program of this repository: main.go in the folder of the module. */
const GITOPS_ENGINE: Source = { module: 'gitops-engine', packages: { 'argocd-sync': '.' }, ldflags: '-s -w' };
const SOPS: Source = {
  module: 'sops',
  packages: { sops: 'github.com/getsops/sops/v3/cmd/sops', 'age-keygen': 'filippo.io/age/cmd/age-keygen' },
  ldflags: '-s -w',
};
const KWOK: Source = { module: 'kwok', packages: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' }, ldflags: '-s -w' };

/** Minor versions of Kubernetes that can be built: those with a module. */
export const versions = (): string[] =>
  readdirSync(MODULES)
    .flatMap((folder) => /^kubernetes-(.+)$/.exec(folder)?.[1] ?? [])
    .sort();

/** Paths of Flux's controllers. */
export interface FluxPrograms {
  readonly 'source-controller': string;
  readonly 'kustomize-controller': string;
}

/** Finds or builds Flux's controllers. */
export const fluxPrograms = (log: (line: string) => void): FluxPrograms => ({
  'source-controller': find(FLUX, 'source-controller', log),
  'kustomize-controller': find(FLUX, 'kustomize-controller', log),
});

/** Finds or builds the program that syncs as Argo CD does. */
export const argocdSync = (log: (line: string) => void): string => find(GITOPS_ENGINE, 'argocd-sync', log);

/** Finds or builds SOPS, and age for its keys. */
export const sopsPrograms = (log: (line: string) => void) => ({
  sops: find(SOPS, 'sops', log),
  ageKeygen: find(SOPS, 'age-keygen', log),
});

/** Finds or builds the programs. `version` is a minor version such as `1.36`. */
export function findBinaries(version: string, log: (line: string) => void): Binaries {
  const kubernetes = kubernetesSource(version);
  return {
    etcd: find(ETCD, 'etcd', log),
    kubeApiserver: find(kubernetes, 'kube-apiserver', log),
    // envtest has no controllers; these come from Go.
    kubeControllerManager: find(kubernetes, 'kube-controller-manager', log),
    kubeScheduler: find(kubernetes, 'kube-scheduler', log),
    kubectl: find(kubernetes, 'kubectl', log),
    kwok: find(KWOK, 'kwok', log),
  };
}

function find(source: Source, program: string, log: (line: string) => void): string {
  const assets = process.env.KUBEBUILDER_ASSETS;
  const ready = assets === undefined ? undefined : join(assets, program);
  return ready !== undefined && existsSync(ready) ? ready : join(built(source, log), program);
}

function kubernetesSource(version: string): Source {
  const module = `kubernetes-${version}`;
  if (!versions().includes(version)) {
    throw new Error(`Kubernetes ${version} is not pinned (choose one of ${versions().join(', ')})`);
  }
  const full = /k8s\.io\/kubernetes (v[\d.]+)/.exec(readFileSync(join(MODULES, module, 'go.mod'), 'utf8'))?.[1];
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(full ?? '') ?? [];
  const set = (name: string, value = '') => `-X k8s.io/component-base/version.${name}=${value}`;
  return {
    module,
    packages: Object.fromEntries(KUBERNETES_PROGRAMS.map((program) => [program, `k8s.io/kubernetes/cmd/${program}`])),
    // Without these, the programs report version 0.
    ldflags: ['-s -w', set('gitVersion', full), set('gitMajor', major), set('gitMinor', minor)].join(' '),
  };
}

/** Folder of the built programs of one module. */
function built({ module, packages, ldflags }: Source, log: (line: string) => void): string {
  const folder = join(MODULES, module);
  const key = createHash('sha256');
  const files = ['go.mod', 'go.sum', 'main.go'].map((file) => join(folder, file));
  for (const file of files.filter(existsSync)) key.update(readFileSync(file));
  const target = join(cacheFolder(), `${module}-${key.update(ldflags).digest('hex').slice(0, 12)}`);
  const isComplete = () => Object.keys(packages).every((program) => existsSync(join(target, program)));
  if (isComplete()) return target;

  log(`building ${Object.keys(packages).join(', ')} (once; Kubernetes takes about ten minutes of CPU)`);
  const staging = `${target}.${process.pid}`;
  mkdirSync(staging, { recursive: true });
  try {
    for (const [program, path] of Object.entries(packages)) {
      const args = ['build', '-trimpath', '-ldflags', ldflags, '-o', join(staging, program), path];
      // A module may need a newer Go, which the module proxy provides.
      const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'auto' };
      const { status, stderr } = spawnSync('go', args, { cwd: folder, env: environment, encoding: 'utf8' });
      if (status !== 0) throw new Error(`go build ${path} failed:\n${stderr}`);
    }
    // Another suite may have built it in the meantime, and be running it.
    if (isComplete()) return target;
    rmSync(target, { recursive: true, force: true });
    renameSync(staging, target);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return target;
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME } = process.env;
  return join(XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'sandbox-charts-cluster');
}

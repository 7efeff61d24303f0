// The lifecycle of a release: before, main, after. What stands in a stage waits until the one before it is done.

import type { Manifest } from './manifest';

/** In their order. */
export const STAGES = [
  /** Done as soon as it is applied: accounts, permissions, Secrets, ConfigMaps, Services. */
  'setup',
  /** Needs nothing else of the release: databases, and Jobs that only need the API server or the world outside. */
  'before-1',
  /** Jobs that need what stands in `before-1`. */
  'before-2',
  /** Jobs that need a Job of `before-2`. */
  'before-3',
  /** The workloads, and what leads to them. */
  'main',
  /** What needs the workloads at work: Jobs that clean up, webhooks. */
  'after',
] as const;

export type Stage = (typeof STAGES)[number];

/** Which objects the charts put into a stage; all others find theirs by kind. */
export class Lifecycle {
  private readonly stages = new Map<string, Stage>();

  place(kind: string, namespace: string, name: string, stage: Stage): void {
    this.stages.set(key(kind, namespace, name), stage);
  }

  stageOf({ kind, metadata: { name, namespace = '' } }: Manifest): Stage | undefined {
    return this.stages.get(key(kind, namespace, name));
  }
}

/** A Job is known without its hash, which is another one once its Secrets are sealed. */
function key(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${kind === 'Job' ? name.replace(/-[0-9a-f]{10}$/, '') : name}`;
}

// The lifecycle of a release: before, main, after. Each stage waits for the one before it.

import { withoutHash } from '../names/naming';
import type { Manifest } from './manifest';

/** In order. */
export const STAGES = [
  /** Ready as soon as it is applied: accounts, permissions, Secrets, ConfigMaps, Services. */
  'setup',
  /** Needs nothing else of the release: databases, and Jobs that only need the API server or something outside. */
  'before-1',
  /** Jobs that need something in `before-1`. */
  'before-2',
  /** Jobs that need a Job in `before-2`. */
  'before-3',
  /** Workloads, and what exposes them. */
  'main',
  /** Needs running workloads: Jobs that clean up, webhooks. */
  'after',
] as const;

export type Stage = (typeof STAGES)[number];

/** The stages of a release, and the objects that its chart puts into one of them. */
export class Lifecycle {
  private readonly placed = new Map<string, Stage>();

  /** `stages` depend on the chart alone: one that came and went with a value would take objects along. */
  constructor(readonly stages: readonly Stage[] = STAGES) {}

  place(kind: string, namespace: string, name: string, stage: Stage): void {
    this.placed.set(key(kind, namespace, name), stage);
  }

  /** The stage that the chart gave an object, for which later stages wait; absent for all that find theirs by kind. */
  stageOf({ kind, metadata: { name, namespace = '' } }: Manifest): Stage | undefined {
    return this.placed.get(key(kind, namespace, name));
  }
}

/** A Job is known without its hash, which is another one once its Secrets are sealed. */
function key(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${kind === 'Job' ? withoutHash(name) : name}`;
}

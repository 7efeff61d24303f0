// The stages of a release: setup, before, main, after. Each one waits for the one before it.

import { withoutHash } from '../names/naming';
import type { Manifest } from './object/manifest';

/** In order. */
export const STAGES = [
  /** Ready as soon as it is applied: accounts, permissions, Secrets, ConfigMaps, Services. */
  'setup',
  /** Needs nothing else in the release: databases, and Jobs that need only the API server or external services. */
  'before-1',
  /** Jobs that need something in `before-1`. */
  'before-2',
  /** Jobs that need a Job in `before-2`. */
  'before-3',
  /** Workloads, and the objects that expose them. */
  'main',
  /** Needs running workloads: Jobs that clean up, webhooks. */
  'after',
] as const;

export type Stage = (typeof STAGES)[number];

/** The stages of a release, and the objects that its chart assigned to one. */
export class Lifecycle {
  private readonly placed = new Map<string, Stage>();

  /** `stages` depend only on the chart: if a value removed a stage, its objects would be deleted. */
  constructor(readonly stages: readonly Stage[] = STAGES) {}

  place(kind: string, namespace: string, name: string, stage: Stage): void {
    this.placed.set(key(kind, namespace, name), stage);
  }

  /** The stage that the chart assigned to an object; absent if its kind determines the stage. */
  stageOf({ kind, metadata: { name, namespace = '' } }: Manifest): Stage | undefined {
    return this.placed.get(key(kind, namespace, name));
  }
}

/** A Job is identified without its hash, which changes when its Secrets are sealed. */
function key(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${kind === 'Job' ? withoutHash(name) : name}`;
}

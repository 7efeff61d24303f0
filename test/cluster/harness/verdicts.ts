// The API server's verdict on each of several objects when kubectl applies them in one call.

import { apiGroup, type Manifest } from '../../../lib/k8s/object/manifest';
import type { Kubectl } from './kubectl';

export interface Verdict {
  readonly object: Manifest;
  /** Why it was rejected; absent if it was accepted. */
  readonly rejection?: string;
}

/** Applies every object, even if some are rejected. `flags` are for `kubectl apply`. */
export async function applyAll(
  cluster: Kubectl,
  objects: readonly Manifest[],
  flags: readonly string[] = [],
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const round of distinctRounds(objects)) {
    // As documents, because kubectl itself would check a List, and reject all of it for one item.
    const input = round.map((object) => JSON.stringify(object)).join('\n---\n');
    const { stdout, stderr } = await cluster.run(['apply', ...flags, '-f', '-'], { input });
    const accepted = new Set(stdout.split('\n').map((line) => line.split(' ')[0]));
    const rejected = round.filter((object) => !accepted.has(printedName(object)));
    const reasons = new Map(rejected.map((object) => [object, reasonFor(object, stderr, rejected.length === 1)]));
    verdicts.push(...round.map((object) => withRejection(object, reasons.get(object))));
  }
  return verdicts;
}

const withRejection = (object: Manifest, rejection: string | undefined): Verdict =>
  rejection === undefined ? { object } : { object, rejection };

/** kubectl prints no namespace, so objects with the same output are applied in separate calls. */
export function distinctRounds(objects: readonly Manifest[]): Manifest[][] {
  const rounds: Manifest[][] = [];
  const seen = new Map<string, number>();
  for (const object of objects) {
    const name = printedName(object);
    const at = seen.get(name) ?? 0;
    seen.set(name, at + 1);
    rounds[at] = [...(rounds[at] ?? []), object];
  }
  return rounds;
}

/** `deployment.apps/web` */
function printedName(object: Manifest): string {
  const group = apiGroup(object);
  return `${object.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${object.metadata.name}`;
}

function reasonFor({ metadata }: Manifest, stderr: string, isOnlyOne: boolean): string {
  if (isOnlyOne) return stderr.trim();
  const quoted = [`"${metadata.name}"`, `Name: "${metadata.name}"`];
  const line = stderr.split('\n').find((candidate) => quoted.some((name) => candidate.includes(name)));
  return line ?? stderr.trim();
}

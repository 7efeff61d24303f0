// Which objects of a release are not healthy, and why, according to the state that kubectl prints.

import { describe, type Manifest } from '../../k8s/object/manifest';
import { at } from '../../k8s/object/pod-owner';
import { matches } from '../../render/checks/inventory';
import { healthOf, isChecked } from './health';
import { type Health, textAt } from './health/health';
import { whyNotReady } from './health/pods';
import type { LiveObjects } from './live';

export interface Unhealthy {
  /** `Deployment labs/web` */
  readonly object: string;
  readonly health: Exclude<Health, 'healthy'>;
  readonly why: string;
  /** What its pods, its claims and the events of the cluster say. */
  readonly details: readonly string[];
}

export interface ReleaseStatus {
  readonly release: string;
  readonly healthy: boolean;
  /** Number of healthy objects. */
  readonly healthyObjects: number;
  readonly unhealthy: readonly Unhealthy[];
  /** What is unusual about healthy objects. */
  readonly notes: readonly string[];
  /** Objects that the state does not show: none of their kind are in it. */
  readonly unknown: readonly string[];
}

/** The status of the release whose rendered objects are `objects`. */
export function statusOf(release: string, objects: readonly Manifest[], live: LiveObjects): ReleaseStatus {
  const unhealthy: Unhealthy[] = [];
  const notes: string[] = [];
  const unknown: string[] = [];
  let healthyObjects = 0;
  for (const object of objects) {
    const found = live.find(object);
    const name = describe(object);
    if (!found) {
      if (isTemporary(object)) notes.push(`${name}: not found; it is deleted some time after it has ended`);
      else if (!live.hasKindOf(object) && !isChecked(object)) unknown.push(name);
      else unhealthy.push({ object: name, health: 'missing', why: 'it does not exist in the cluster', details: [] });
      continue;
    }
    const { health, why = '' } = healthOf(found);
    if (health !== 'healthy') {
      unhealthy.push({ object: name, health, why, details: detailsOf(found, live) });
      continue;
    }
    healthyObjects += 1;
    if (why !== '') notes.push(`${name}: ${why}`);
  }
  return { release, healthy: unhealthy.length === 0, healthyObjects, unhealthy, notes, unknown };
}

/** A Job that the cluster deletes after it has ended. */
const isTemporary = (object: Manifest): boolean =>
  object.kind === 'Job' && at(object, 'spec.ttlSecondsAfterFinished') !== undefined;

function detailsOf(object: Manifest, live: LiveObjects): string[] {
  const ofPods = podsOf(object, live).flatMap((pod) => {
    const why = whyNotReady(pod);
    return why === undefined ? [] : [`Pod ${pod.metadata.name}: ${withWarning(why, pod, live)}`];
  });
  return [live.warningAbout(object) ?? [], claimsOf(object, live), ofPods].flat();
}

const withWarning = (why: string | undefined, object: Manifest, live: LiveObjects): string =>
  [why, live.warningAbout(object)].filter((text) => text !== undefined).join('; ');

function podsOf(object: Manifest, live: LiveObjects): Manifest[] {
  if (object.kind === 'Pod') return [];
  const selector = at(object, 'spec.selector.matchLabels') as Readonly<Record<string, string>> | undefined;
  if (selector === undefined || Object.keys(selector).length === 0) return [];
  return live.nextTo(object, 'Pod').filter(({ metadata }) => matches(selector, metadata.labels ?? {}));
}

/** The claims of a StatefulSet that have no volume. */
function claimsOf(object: Manifest, live: LiveObjects): string[] {
  if (object.kind !== 'StatefulSet') return [];
  const templates = at(object, 'spec.volumeClaimTemplates');
  const prefixes = (Array.isArray(templates) ? templates : []).map(
    (template) => `${textAt(template, 'metadata.name')}-${object.metadata.name}-`,
  );
  return live.nextTo(object, 'PersistentVolumeClaim').flatMap((claim) => {
    const { name } = claim.metadata;
    const isOwn = prefixes.some((prefix) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)));
    const { health, why } = healthOf(claim);
    return isOwn && health !== 'healthy' ? [`PersistentVolumeClaim ${name}: ${withWarning(why, claim, live)}`] : [];
  });
}

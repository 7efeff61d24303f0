// Which objects of a release are not healthy, and why, according to the state that kubectl prints.

import { apiGroup, describe, type Manifest, objectKey } from '../../k8s/object/manifest';
import { at } from '../../k8s/object/pod-owner';
import { matches } from '../../render/checks/inventory';
import type { ClusterState } from '../preflight';
import { healthOf, isChecked } from './health';
import type { Health } from './health/health';
import { textAt } from './health/health';
import { whyNotReady } from './health/pods';

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
  readonly met: number;
  readonly unhealthy: readonly Unhealthy[];
  /** What is unusual about healthy objects. */
  readonly notes: readonly string[];
  /** Objects that the state does not show: none of their kind are in it. */
  readonly unknown: readonly string[];
}

/** The status of the release whose rendered objects are `objects`. */
export function statusOf(release: string, objects: readonly Manifest[], state: ClusterState): ReleaseStatus {
  const live = new Map(state.objects.map((object) => [objectKey(object), object]));
  const kinds = new Set(state.objects.map(kindKey));
  const unhealthy: Unhealthy[] = [];
  const notes: string[] = [];
  const unknown: string[] = [];
  let met = 0;
  for (const object of objects) {
    const found = live.get(objectKey(object));
    const name = describe(object);
    if (!found) {
      if (isTemporary(object)) notes.push(`${name}: not found; it is deleted some time after it has ended`);
      else if (!kinds.has(kindKey(object)) && !isChecked(object)) unknown.push(name);
      else unhealthy.push({ object: name, health: 'missing', why: 'it does not exist in the cluster', details: [] });
      continue;
    }
    const { health, why = '' } = healthOf(found);
    if (health !== 'healthy') {
      unhealthy.push({ object: name, health, why, details: detailsOf(found, state) });
      continue;
    }
    met += 1;
    if (why !== '') notes.push(`${name}: ${why}`);
  }
  return { release, healthy: unhealthy.length === 0, met, unhealthy, notes, unknown };
}

const kindKey = (object: Manifest): string => `${apiGroup(object)}/${object.kind}`;

/** A Job that the cluster deletes after it has ended. */
const isTemporary = (object: Manifest): boolean =>
  object.kind === 'Job' && at(object, 'spec.ttlSecondsAfterFinished') !== undefined;

function detailsOf(object: Manifest, state: ClusterState): string[] {
  const pods = podsOf(object, state);
  const ofPods = pods.flatMap((pod) => {
    const why = whyNotReady(pod);
    return why === undefined ? [] : [`Pod ${pod.metadata.name}: ${[why, ...eventsOf(pod, state)].join('; ')}`];
  });
  return [...eventsOf(object, state), ...claimsOf(object, state), ...ofPods];
}

function podsOf(object: Manifest, state: ClusterState): Manifest[] {
  if (object.kind === 'Pod') return [];
  const selector = at(object, 'spec.selector.matchLabels') as Readonly<Record<string, string>> | undefined;
  if (selector === undefined || Object.keys(selector).length === 0) return [];
  return state
    .ofKind('Pod')
    .filter(
      ({ metadata }) => metadata.namespace === object.metadata.namespace && matches(selector, metadata.labels ?? {}),
    );
}

/** The claims of a StatefulSet that have no volume. */
function claimsOf(object: Manifest, state: ClusterState): string[] {
  if (object.kind !== 'StatefulSet') return [];
  const { name, namespace } = object.metadata;
  const templates = at(object, 'spec.volumeClaimTemplates');
  const prefixes = (Array.isArray(templates) ? templates : []).map(
    (template) => `${textAt(template, 'metadata.name')}-${name}-`,
  );
  return state.ofKind('PersistentVolumeClaim').flatMap((claim) => {
    const { metadata } = claim;
    const own = prefixes.some(
      (prefix) => metadata.name.startsWith(prefix) && /^\d+$/.test(metadata.name.slice(prefix.length)),
    );
    const { health, why } = healthOf(claim);
    if (!own || metadata.namespace !== namespace || health === 'healthy') return [];
    return [`PersistentVolumeClaim ${metadata.name}: ${[why, ...eventsOf(claim, state)].join('; ')}`];
  });
}

/** The latest warning about an object, if the state has events. */
function eventsOf({ kind, metadata }: Manifest, state: ClusterState): string[] {
  const warnings = state.ofKind('Event').filter((event) => {
    const subject = (at(event, 'involvedObject') ?? at(event, 'regarding') ?? {}) as Readonly<Record<string, unknown>>;
    return (
      event.type === 'Warning' &&
      subject.kind === kind &&
      subject.name === metadata.name &&
      subject.namespace === metadata.namespace
    );
  });
  const [latest] = warnings.sort((a, b) => timeOf(b).localeCompare(timeOf(a)));
  const message = textAt(latest, 'message') ?? textAt(latest, 'note');
  return message === undefined ? [] : [message.trim()];
}

const timeOf = (event: Manifest): string =>
  textAt(event, 'lastTimestamp') ?? textAt(event, 'eventTime') ?? textAt(event, 'metadata.creationTimestamp') ?? '';

// The health of one object, and reading fields of live objects, which may lack any of them.

import type { Manifest } from '../../../k8s/object/manifest';
import { at } from '../../../k8s/object/pod-owner';
import { isMap } from '../../../values/scalar';

export type Health = 'healthy' | 'pending' | 'failed' | 'missing';

export interface Verdict {
  readonly health: Health;
  /** Why it is not healthy, or what is unusual about a healthy one. */
  readonly why?: string;
}

export const HEALTHY: Verdict = { health: 'healthy' };

export const pending = (why: string): Verdict => ({ health: 'pending', why });

export const failed = (why: string): Verdict => ({ health: 'failed', why });

export const numberAt = (object: Manifest, path: string, otherwise = 0): number => {
  const value = at(object, path);
  return typeof value === 'number' ? value : otherwise;
};

export const textAt = (object: unknown, path: string): string | undefined => {
  const value = isMap(object) ? at(object as unknown as Manifest, path) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The items of a list that are maps. */
export const listAt = (object: unknown, path: string): Readonly<Record<string, unknown>>[] => {
  const value = isMap(object) ? at(object as unknown as Manifest, path) : undefined;
  return Array.isArray(value) ? value.filter(isMap) : [];
};

export interface Condition {
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** A condition of an object, or of an entry in its status. */
export const conditionIn = (conditions: readonly object[], type: string): Condition | undefined =>
  (conditions as readonly ({ readonly type?: unknown } & Condition)[]).find((condition) => condition.type === type);

export const conditionOf = (object: Manifest, type: string): Condition | undefined =>
  conditionIn(listAt(object, 'status.conditions'), type);

/** `Reason: message`, or the part of it that there is. */
export const wordsOf = ({ reason, message }: Partial<Condition>, otherwise: string): string =>
  [reason, message?.trim()].filter(Boolean).join(': ') || otherwise;

/** Whether the controller of an object has not seen its latest change. */
export const isUnseen = (object: Manifest): boolean =>
  numberAt(object, 'metadata.generation') > numberAt(object, 'status.observedGeneration');

export const UNSEEN = pending('its controller has not seen the latest change yet');

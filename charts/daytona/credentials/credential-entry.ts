// What is known about a credential of the platform's own services.

import type { Component } from '../connections/addresses';
import type { Values } from '../values';

export interface CredentialEntry {
  /** Key in the Secret that `credentials.existingSecret` names. */
  readonly key: string;
  /** The component whose Secret contains it, and its key there. */
  readonly home: Component;
  readonly homeKey: string;
  /** Another component whose Secret contains a copy, because it may be in another namespace, and the key of the copy. */
  readonly copy?: Component;
  readonly copyKey?: string;
  /** Where it is set in the values; the first place that is not empty wins. */
  readonly at: readonly ((values: Values) => string)[];
  /** Whether the platform requires it. */
  readonly needed: (values: Values) => boolean;
  /** Whether anything reads it. Default: always. */
  readonly read?: (values: Values) => boolean;
  /** Publicly known defaults. */
  readonly published?: readonly string[];
}

/** The value; empty if it is not set. */
export const given = ({ at }: CredentialEntry, values: Values): string =>
  at.map((select) => select(values)).find((text) => text !== '') ?? '';

/** Whether anything reads it. */
export const isRead = ({ read = () => true }: CredentialEntry, values: Values): boolean => read(values);

// Environment variables of a container.

import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';

/** Strings, numbers and booleans are literals; a source is a reference; `undefined` omits the variable. */
export type EnvValue = string | number | boolean | IEnvVarSource | undefined;

/** The variables in the order of `values`. */
export function env(values: Readonly<Record<string, EnvValue>>): IEnvVar[] {
  return Object.entries(values).flatMap(([name, value]): IEnvVar[] => {
    if (value === undefined) return [];
    return [typeof value === 'object' ? { name, valueFrom: value } : { name, value: String(value) }];
  });
}

/** The built-in variables, merged with the user's: one with the same name is replaced in place. */
export function withExtraEnv(builtIn: readonly IEnvVar[], extra: readonly IEnvVar[]): IEnvVar[] {
  const replaced = new Map([...builtIn, ...extra].map((variable) => [variable.name, variable]));
  return [...replaced.values()];
}

/** A field of the pod itself: `spec.nodeName`. */
export const podField = (fieldPath: string): IEnvVarSource => ({ fieldRef: { fieldPath } });

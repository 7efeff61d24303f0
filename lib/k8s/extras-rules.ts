// What users may not add to a container: variables that belong to other values, mounts of nothing.

import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { Rule } from '../values/validate';
import { hasPassword, hasReference, isCredentialName } from './credential-name';
import type { ExtraValues } from './extras';

/** The value path of each variable. */
export type VariablePaths = Readonly<Record<string, string>>;

/** Variables behind which another value stands that the pod or its Service needs as well: a port, for example. */
export function noneDerived<V>(select: (values: V) => readonly IEnvVar[], derived: VariablePaths): Rule<V> {
  return (values, report) => {
    for (const [at, { name }] of select(values).entries()) {
      const path = Object.hasOwn(derived, name) ? derived[name] : undefined;
      if (path) report.error((v) => select(v)[at]?.name, `${name} is set by ${path}: set that value instead`);
    }
  };
}

/** No credential among the literals; `homes` are the values that take the known ones. */
export function noLiteralCredential<V>(select: (values: V) => readonly IEnvVar[], homes: VariablePaths): Rule<V> {
  return (values, report) => {
    for (const [at, { name, value }] of select(values).entries()) {
      const path = Object.hasOwn(homes, name) ? homes[name] : undefined;
      if (!value) continue;
      if (path || (isCredentialName(name) && !hasReference(value))) {
        const home = path ? `set ${path}, or ` : '';
        report.error((v) => select(v)[at]?.value, `${name} is a credential: ${home}use valueFrom`);
      } else if (hasPassword(value)) {
        report.error((v) => select(v)[at]?.value, `${name} contains a password: use valueFrom`);
      }
    }
  };
}

/** Every mount has its volume, and no volume has the name of another; `builtIn` are those of the chart. */
export function volumeRules<V>(
  select: (values: V) => Pick<ExtraValues, 'extraVolumes' | 'extraVolumeMounts'>,
  builtIn: readonly string[],
): Rule<V>[] {
  return [
    (values, report) => {
      const taken = new Set(builtIn);
      for (const [at, { name }] of select(values).extraVolumes.entries()) {
        if (taken.has(name)) report.error((v) => select(v).extraVolumes[at]?.name, `is already used: ${name}`);
        taken.add(name);
      }
    },
    (values, report) => {
      const { extraVolumes, extraVolumeMounts } = select(values);
      const names = new Set([...builtIn, ...extraVolumes.map(({ name }) => name)]);
      for (const [at, { name }] of extraVolumeMounts.entries()) {
        if (!names.has(name)) report.error((v) => select(v).extraVolumeMounts[at]?.name, `is not a volume: ${name}`);
      }
    },
  ];
}

// What users may not add to a container: variables that other values set, mounts without a volume.

import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { Rule } from '../../values/validate';
import { hasPassword, hasReference, isCredentialName } from '../secret/credential-name';
import type { ExtraValues } from './extras';

/** The value path behind each variable. */
export type VariablePaths = Readonly<Record<string, string>>;

/** Variables that are set by a value that the pod or its Service also needs, such as a port. */
export function noneDerived<V>(select: (values: V) => readonly IEnvVar[], derived: VariablePaths): Rule<V> {
  return (values, report) => {
    for (const [at, { name }] of select(values).entries()) {
      const path = Object.hasOwn(derived, name) ? derived[name] : undefined;
      if (path) report.error((v) => select(v)[at]?.name, `${name} is set by ${path}: set that value instead`);
    }
  };
}

/** No literal may be a credential; `homes` are the values that known credentials belong in. */
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

/** Every mount has a volume, and volume names are unique; `builtIn` are the names of the chart's volumes. */
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

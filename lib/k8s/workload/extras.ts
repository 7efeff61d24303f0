// What users add to a container (variables, volumes and their mounts), and what they may not add.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { blocks, type Static, type TObject } from '../../values/schema/schema';
import type { Rule } from '../../values/validate';
import { referencedObjects } from '../object/references';
import type { Release } from '../release';
import { hasPassword, hasReference, isCredentialName } from '../secret/credential-name';
import { withExtraEnv } from './container';

export const extraEnv = () =>
  blocks<IEnvVar>('EnvVar', {
    description:
      'Additional environment variables; they override built-in ones of the same name. Keep credentials in a Secret.',
    default: [],
  });

/** `extraEnv`, `extraVolumes` and `extraVolumeMounts`; spread them into a component. */
export const extraValues = () => ({
  extraEnv: extraEnv(),
  extraVolumes: blocks<IVolume>('Volume', { description: 'Additional volumes of the pod.', default: [] }),
  extraVolumeMounts: blocks<IVolumeMount>('VolumeMount', {
    description: 'Additional volume mounts of the container.',
    default: [],
  }),
});

export type ExtraValues = Static<TObject<ReturnType<typeof extraValues>>>;

/** The container with the user's variables and mounts. */
export function withExtras(container: IContainer, { extraEnv: variables, extraVolumeMounts }: ExtraValues): IContainer {
  const volumeMounts = [...(container.volumeMounts ?? []), ...extraVolumeMounts];
  return {
    ...container,
    env: withExtraEnv(container.env ?? [], variables),
    ...(volumeMounts.length > 0 ? { volumeMounts } : {}),
  };
}

/**
 * Declares the external objects that the extras read. Call it after the release's own Secrets and ConfigMaps are
 * created.
 */
export function declareExtras(
  release: Release,
  { extraEnv: env, extraVolumes }: Omit<ExtraValues, 'extraVolumeMounts'>,
): void {
  const spec = { containers: [{ name: 'extras', env }], volumes: extraVolumes };
  for (const { kind, name, key, optional } of referencedObjects(spec)) {
    if (!optional && !release.holds(kind, name)) release.external(kind, name, key ? [key] : []);
  }
  for (const { persistentVolumeClaim: claim } of extraVolumes) {
    if (claim) release.external('PersistentVolumeClaim', claim.claimName);
  }
}

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

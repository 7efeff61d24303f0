// What users add to a container: variables, volumes and their mounts.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { blocks, object, type Static } from '../../values/schema/schema';
import { referencedObjects } from '../object/references';
import type { Release } from '../release';
import { withExtraEnv } from './env';

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

const shape = object(extraValues());
export type ExtraValues = Static<typeof shape>;

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

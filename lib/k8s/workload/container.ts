// What all containers have in common: name, image, resources, security context and environment variables.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import type { Release } from '../release';
import { type ImageReference, imageReference, type PullPolicy, parseImage } from './image';
import { type ResourceValues, resources } from './resources';

export interface ContainerSettings {
  readonly image: ImageReference & { readonly pullPolicy: PullPolicy };
  readonly resources?: ResourceValues;
  readonly securityContext?: ISecurityContext;
}

/** A container with the settings that all containers have. */
export function container(
  release: Release,
  name: string,
  { image, resources: amounts, securityContext }: ContainerSettings,
): IContainer {
  const reserved = amounts && resources(amounts);
  return {
    name,
    image: imageReference(release, image),
    ...(image.pullPolicy ? { imagePullPolicy: image.pullPolicy } : {}),
    ...(reserved ? { resources: reserved } : {}),
    ...(securityContext && Object.keys(securityContext).length > 0 ? { securityContext } : {}),
  };
}

/** The settings of a container that calls the API server: its image is `global.kubectlImage`, if that is set. */
export function withKubectlImage<Settings extends ContainerSettings>(
  { common }: Release,
  settings: Settings,
): Settings {
  const { kubectlImage } = common.global;
  if (!kubectlImage) return settings;
  return { ...settings, image: { ...parseImage(kubectlImage), pullPolicy: settings.image.pullPolicy } };
}

/** Strings, numbers and booleans are literals; a source is a reference; `undefined` omits the variable. */
export type EnvValue = string | number | boolean | IEnvVarSource | undefined;

/** The variables in the order of `values`. */
export function env(values: Readonly<Record<string, EnvValue>>): IEnvVar[] {
  const variables: IEnvVar[] = [];
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value === undefined) continue;
    variables.push(typeof value === 'object' ? { name, valueFrom: value } : { name, value: String(value) });
  }
  return variables;
}

/** The built-in variables, merged with the user's: one with the same name is replaced in place. */
export function withExtraEnv(builtIn: readonly IEnvVar[], extra: readonly IEnvVar[]): IEnvVar[] {
  const replaced = new Map([...builtIn, ...extra].map((variable) => [variable.name, variable]));
  return [...replaced.values()];
}

/** A field of the pod itself: `spec.nodeName`. */
export const podField = (fieldPath: string): IEnvVarSource => ({ fieldRef: { fieldPath } });

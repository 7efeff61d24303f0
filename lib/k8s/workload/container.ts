// What all containers have in common: name, image, resources, security context.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import type { Release } from '../release';
import { type ImageReference, imageReference, type PullPolicy } from './image';
import { type ResourceValues, resources } from './resources';

export interface ContainerKnobs {
  readonly image: ImageReference & { readonly pullPolicy: PullPolicy };
  readonly resources?: ResourceValues;
  readonly securityContext?: ISecurityContext;
}

/** A container with the settings that all containers have. */
export function container(
  release: Release,
  name: string,
  { image, resources: amounts, securityContext }: ContainerKnobs,
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

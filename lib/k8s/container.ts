// What every container has: name, image, resources, security context.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import { type ImageReference, imageReference, type PullPolicy } from './image';
import type { Release } from './release';
import { type ResourceValues, resources } from './resources';

export interface ContainerKnobs {
  readonly image: ImageReference & { readonly pullPolicy: PullPolicy };
  readonly resources?: ResourceValues;
  readonly securityContext?: ISecurityContext;
}

/** A container without what only this one has. */
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

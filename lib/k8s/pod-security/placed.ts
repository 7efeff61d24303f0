import type { IContainer } from 'kubernetes-models/v1/Container';

/** A container with its place in the pod's spec. */
export interface Placed {
  readonly container: IContainer;
  readonly field: string;
}

// What a check found, and the error that ends a render because of it.

import { describe, type Manifest } from '../../k8s/manifest';

export interface Finding {
  readonly object: Manifest;
  /** Path of the field in the object: `spec.template.spec.containers[0].image`. */
  readonly field: string;
  readonly message: string;
}

/** The objects of a release do not fit together, or not into a cluster. Lists everything that was found. */
export class CheckError extends Error {
  override readonly name = 'CheckError';

  constructor(readonly findings: readonly Finding[]) {
    super(findings.map(({ object, field, message }) => `${describe(object)} ${field}: ${message}`).join('\n'));
  }
}

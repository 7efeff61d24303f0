// The result of a check, and the error for a render with such results.

import { describe, type Manifest } from '../../k8s/object/manifest';

export interface Finding {
  readonly object: Manifest;
  /** Path of the field in the object: `spec.template.spec.containers[0].image`. */
  readonly field: string;
  readonly message: string;
  /** The object that it refers to and that is missing. */
  readonly missing?: MissingObject;
}

export interface MissingObject {
  readonly kind: string;
  readonly name: string;
  /** Absent for a cluster-scoped object. */
  readonly namespace?: string | undefined;
  /** The key that is read, of a Secret or ConfigMap. */
  readonly key?: string | undefined;
}

/** What a finding says about an object that is missing. */
export const missing = (
  kind: string,
  name: string,
  namespace?: string,
  key?: string,
): Pick<Finding, 'message' | 'missing'> => ({
  message: `${kind} ${name} is not in the release`,
  missing: { kind, name, namespace, key },
});

/** `Deployment labs/web spec.replicas: must not be negative`. */
export const formatFinding = ({ object, field, message }: Finding): string =>
  `${describe(object)} ${field}: ${message}`;

/** The objects of a release do not fit together, or the API server would reject them. One line per problem. */
export class CheckError extends Error {
  override readonly name = 'CheckError';

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

// Changes to a release that its values do not offer: patches of its objects, and objects of the user's own.

import type { Operation } from 'rfc6902';
import type { Path } from '../values/path';
import type { Origin } from '../values/problem';
import type { Target } from './target';

/** Where a patch or an extra object is written. */
export interface Place {
  /** `['patches', 2]` */
  readonly path: Path;
  /** Its location; absent for a program. `inside` is a path within it. */
  locate(inside?: Path): Origin | undefined;
}

export interface Patch extends Place {
  readonly target: Target;
  readonly change:
    | { readonly operations: readonly Operation[] }
    | { readonly merge: Readonly<Record<string, unknown>> };
}

/** An object as the user wrote it: its namespace may be missing. */
export interface ExtraObject extends Place {
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
    readonly [field: string]: unknown;
  };
}

export interface Changes {
  /** In the order in which they are applied. */
  readonly patches: readonly Patch[];
  /** Added before the patches are applied. */
  readonly extraObjects: readonly ExtraObject[];
}

export const NO_CHANGES: Changes = { patches: [], extraObjects: [] };

/** Reports a problem; the path starts in the entry that is read. */
export type Complain = (path: Path, message: string) => void;

/** Why a patch does not fit an object. `inside` is a path in the patch. */
export class PatchError extends Error {
  override readonly name = 'PatchError';

  constructor(
    message: string,
    readonly inside: Path = [],
  ) {
    super(message);
  }
}

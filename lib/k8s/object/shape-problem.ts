// A value that does not have the shape of its type.

import type { Path } from '../../values/path';

export interface ShapeProblem {
  readonly path: Path;
  readonly message: string;
  /** True for a field that the type does not have. */
  readonly unknown: boolean;
}

// A releases file: which charts are rendered, under which names, from which values.

import { Type } from '@sinclair/typebox';
import { type Layer, type Tree, treeLayer } from '../values/layer';
import type { TreeSource } from '../values/load';
import { type Path, valueAt } from '../values/path';
import { InputError, type Problem } from '../values/problem';
import { resolve } from '../values/resolve';
import { choice, list, object, optional, type Static, text } from '../values/schema';
import type { Rule } from '../values/validate';
import { NAMESPACE, RELEASE_NAME } from './identity';

/** One entry of a releases file. */
export interface ReleaseEntry {
  readonly name: string;
  readonly chart: string;
  /** Absent: the chart's. */
  readonly namespace?: string;
  /** Values files as the entry names them: relative to the releases file. */
  readonly files: readonly string[];
  /** What the entry itself sets, on top of the files. */
  readonly set: Layer;
}

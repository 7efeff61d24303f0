// The summary at the end of a run.

import { join } from 'node:path';
import type { Written } from '../../lib/output/transaction';
import { isRequirementsFile } from '../../lib/requirements/file';

export interface Count {
  readonly releases: number;
  readonly objects: number;
}

/** `dist/lab.k8s.yaml: 4 objects, written`, or `dist: 8 objects in 2 releases; 1 file written, 1 unchanged`. */
export function summary(
  output: string,
  { releases, objects }: Count,
  { changed, unchanged, removed }: Written,
): string {
  const all = [...changed, ...unchanged];
  const [only, ...others] = all.filter((file) => !isRequirementsFile(file));
  if (only !== undefined && others.length === 0 && removed.length === 0) {
    const needs = all.filter(isRequirementsFile).map((file) => `; prerequisites: ${join(output, file)}`);
    const done = changed.length === 0 ? 'unchanged' : 'written';
    return `${join(output, only)}: ${plural(objects, 'object')}, ${done}${needs.join('')}`;
  }
  const files = [
    `${plural(changed.length, 'file')} written`,
    ...(unchanged.length > 0 ? [`${unchanged.length} unchanged`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed`] : []),
  ];
  return `${output}: ${plural(objects, 'object')} in ${plural(releases, 'release')}; ${files.join(', ')}`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

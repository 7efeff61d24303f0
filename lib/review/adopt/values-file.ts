// The values files of a plan, as people would write them.

import { Document, isScalar, isMap as isYamlMap, type Scalar, type YAMLMap } from 'yaml';
import type { Tree } from '../../values/layer';
import { formatPath, type Path } from '../../values/path';
import { isMap, SpelledNumber } from '../../values/scalar';

/** `tree` as YAML, with a comment above each value that has a remark, by path. */
export function valuesText(header: string, tree: Tree, remarks: ReadonlyMap<string, string>): string {
  const document = new Document(plain(tree));
  const root = document.contents;
  if (isYamlMap(root)) comment(root, [], remarks);
  document.commentBefore = lines(header);
  return document.toString({ lineWidth: 0 });
}

function comment(map: YAMLMap, path: Path, remarks: ReadonlyMap<string, string>): void {
  for (const { key, value } of map.items) {
    const here = [...path, String(isScalar(key) ? key.value : key)];
    const remark = remarks.get(formatPath(here));
    if (remark !== undefined) (key as Scalar).commentBefore = lines(remark);
    if (isYamlMap(value)) comment(value, here, remarks);
  }
}

const lines = (text: string): string => text.replaceAll(/^/gm, ' ');

/** Text in its original spelling; a number only if every reader parses the same number. */
function plain(value: unknown): unknown {
  if (value instanceof SpelledNumber) return value.spelling;
  if (Array.isArray(value)) return value.map(plain);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)])) : value;
}

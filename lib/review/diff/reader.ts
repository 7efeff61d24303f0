// Reads what an earlier run wrote. Parsing takes most of the time of a comparison, and most objects did not change.

import type { Manifest } from '../../k8s/manifest';
import { partsOf, toYaml } from '../../yaml/yaml';
import { manifestsOfText } from './documents';

/** Reads the objects of a text as `manifestsOfText` does; those that stand there as `now` has them are not parsed. */
export function manifestReader(now: readonly Manifest[]): typeof manifestsOfText {
  const known = new Map(now.map((object) => [toYaml([object]), object]));
  return (source, text) => {
    if (isEmptyList(text)) return [];
    const objects = partsOf(text).flatMap((part) => known.get(part) ?? []);
    return objects.length === partsOf(text).length ? objects : manifestsOfText(source, text);
  };
}

/** Such as the requirements of a release. */
const isEmptyList = (text: string): boolean =>
  /^kind: List$/m.test(text) && /^items: \[\]$/m.test(text) && !/^(---|\.\.\.)/m.test(text);

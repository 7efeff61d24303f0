// The metadata of an object as JSON. cdk8s runs its resolvers for every label.

import type { ApiObject } from 'cdk8s';

type Metadata = ApiObject['metadata'];
type Map = Readonly<Record<string, unknown>>;

/** What a `Metadata` consists of. Not part of its interface, so each field may be missing in other versions of cdk8s. */
interface Parts {
  readonly labels?: Map;
  readonly annotations?: Map;
  readonly finalizers?: readonly unknown[];
  readonly ownerReferences?: readonly unknown[];
  /** What it was constructed from, and what was added. */
  readonly _additionalAttributes?: Map;
}

const USUAL = new Set(['name', 'namespace', 'labels', 'annotations']);

/** The same as `metadata.toJson()`, which is called unless it has only a name, a namespace, and maps of text. */
export function metadataJson(metadata: Metadata): object {
  const { name, namespace } = metadata;
  const {
    labels,
    annotations,
    finalizers,
    ownerReferences,
    _additionalAttributes: given,
  } = metadata as unknown as Parts;
  const isUsual =
    given !== undefined &&
    Object.keys(given).every((key) => USUAL.has(key)) &&
    finalizers?.length === 0 &&
    ownerReferences?.length === 0;
  const texts = isUsual ? [textsOf(annotations), textsOf(labels)] : [];
  const [ofAnnotations, ofLabels] = texts;
  if (!ofAnnotations || !ofLabels || !isText(name) || !isText(namespace)) return metadata.toJson() as object;
  return {
    ...(ofAnnotations.length > 0 ? { annotations: Object.fromEntries(ofAnnotations) } : {}),
    ...(ofLabels.length > 0 ? { labels: Object.fromEntries(ofLabels) } : {}),
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

const isText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';

/** The entries of a map in order; `undefined` if they are not all text, or if cdk8s drops one. */
function textsOf(map: Map | undefined): [string, string][] | undefined {
  if (!map) return undefined;
  const entries = Object.keys(map)
    .sort()
    .map((key) => [key, map[key]] as const);
  return entries.every(isPlainText) ? entries.map(([key, value]) => [key, value as string]) : undefined;
}

const isPlainText = ([key, value]: readonly [string, unknown]): boolean =>
  typeof value === 'string' && key !== '__proto__';

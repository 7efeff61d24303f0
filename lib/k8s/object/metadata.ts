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
  const json: Record<string, unknown> = {};
  if (Object.keys(ofAnnotations).length > 0) json.annotations = ofAnnotations;
  if (Object.keys(ofLabels).length > 0) json.labels = ofLabels;
  if (name !== undefined) json.name = name;
  if (namespace !== undefined) json.namespace = namespace;
  return json;
}

const isText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';

/** The map with its keys in order; `undefined` if its values are not all text, or if cdk8s drops one. */
function textsOf(map: Map | undefined): Record<string, string> | undefined {
  if (!map) return undefined;
  const texts: Record<string, string> = {};
  for (const key of Object.keys(map).sort()) {
    const value = map[key];
    if (typeof value !== 'string' || key === '__proto__') return undefined;
    texts[key] = value;
  }
  return texts;
}

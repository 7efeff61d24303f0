// Renders an item of the corpus: the valid and the broken variant.

import { isDeepStrictEqual } from 'node:util';
import { registry } from '../../../charts/registry';
import { type Manifest, objectKey } from '../../../lib/k8s/object/manifest';
import { CheckError } from '../../../lib/render/checks';
import { renderRelease } from '../../../lib/render/render';
import { checkSchema } from '../../../lib/render/schema-check';
import { readLayer } from '../../../lib/values/file/load';
import { InputError } from '../../../lib/values/problem';
import { programLayer, resolve } from '../../../lib/values/resolve';
import { cases } from '../cases';
import type { Item } from './draw';
import { substitute } from './substitute';

/** Namespace for the requests to the API server. */
export const NAMESPACE = 'corpus';

export interface RenderedItem {
  readonly item: Item;
  /** One object of each kind that contains the valid sample. */
  readonly valid: readonly Manifest[];
  /** The same objects with the broken value. */
  readonly broken: readonly Manifest[];
  readonly synth: 'accepts' | 'rejects';
  /** With `--validate`. */
  readonly validate: 'accepts' | 'rejects';
}

/** Throws if the valid sample is rejected, or if no object contains it. */
export function renderItem(item: Item): RenderedItem {
  const without = new Map(render(item).map((object) => [objectKey(object), object]));
  const valid = render(item, item.valid);
  const reached = valid.flatMap((object) => {
    const broken = substitute(object, without.get(objectKey(object)), item.valid, item.broken) as Manifest;
    return isDeepStrictEqual(broken, object) ? [] : [{ valid: object, broken }];
  });
  const kinds = new Map(reached.map((pair) => [pair.valid.kind, pair]));
  // The name of a definition is determined by its contents.
  kinds.delete('CustomResourceDefinition');
  const pairs = [...kinds.values()];
  if (pairs.length === 0) throw new Error('no object has the sample');
  const given = synthOf(item);
  return {
    item,
    valid: pairs.map((pair) => placed(pair.valid, `corpus-${item.at}-valid`)),
    broken: pairs.map((pair) => requestOf(pair, item, given)),
    synth: given === undefined ? 'rejects' : 'accepts',
    validate: given === undefined || checkSchema(given).length > 0 ? 'rejects' : 'accepts',
  };
}

/**
 * The object that the API server would get: what `synth` renders from the broken value or, if it renders nothing, the
 * valid object with the broken value in it.
 */
function requestOf(pair: { valid: Manifest; broken: Manifest }, item: Item, given: readonly Manifest[] | undefined) {
  const rendered = given?.find((object) => objectKey(object) === objectKey(pair.valid));
  const object = rendered ?? pair.broken;
  const isRenamed = object.metadata.name !== pair.valid.metadata.name;
  return placed(object, isRenamed ? object.metadata.name : `corpus-${item.at}-broken`);
}

/** All items share one namespace, so each has its own names. */
function placed(object: Manifest, name: string): Manifest {
  const namespace = object.metadata.namespace === undefined ? {} : { namespace: NAMESPACE };
  return { ...object, metadata: { ...object.metadata, name, ...namespace } };
}

/** What `synth` renders from the broken value; `undefined` if it rejects it. */
function synthOf(item: Item): readonly Manifest[] | undefined {
  try {
    return render(item, item.broken);
  } catch (error) {
    if (error instanceof InputError || error instanceof CheckError) return undefined;
    throw error;
  }
}

/** The chart's example with a value in it. */
function render({ chart, path, also = {}, beside = {} }: Item, value?: unknown): readonly Manifest[] {
  const system = registry.find(({ name }) => name === chart)?.load();
  const file = cases.find(({ name }) => name === `${chart}-example`)?.flags[1];
  if (system === undefined || file === undefined) throw new Error(`no chart ${chart}`);
  const parents = path.split('.').slice(0, -1);
  const layers = [also, treeAt(parents, beside), ...(value === undefined ? [] : [treeAt(path.split('.'), value)])];
  const { values } = resolve(system.schema, system.rules, [readLayer(file, file), ...layers.map(programLayer)]);
  return renderRelease(system, { name: chart, namespace: system.defaultNamespace, values }).objects;
}

const treeAt = (path: readonly string[], value: unknown): object =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

// Compares two sets of objects, and classifies each change by its effect on a cluster.

import type { Manifest } from '../../k8s/object/manifest';
import { isApiDefault } from './api-defaults';
import { type ChangeClass, CLASSES, type Diff, type FieldChange, type ObjectDiff } from './change';
import { type Difference, differences } from './compare';
import { rollsPods } from './grants/pods';
import { widenings } from './grants/widening';
import { isImageOfPod, isImmutable } from './immutable';
import { normalManifest } from './normal';
import { type Pair, pairs } from './pair';

/** What applying `after` over `before` changes. */
export function diff(before: readonly Manifest[], after: readonly Manifest[]): Diff {
  const all = pairs(before.map(normalManifest), after.map(normalManifest)).map(withNamespace);
  const objects = all.map(objectDiff).filter((found) => found !== undefined);
  return { objects, same: all.length - objects.length };
}

/** An object without a namespace is applied in the namespace of its counterpart. */
function withNamespace(pair: Pair): Pair {
  const { before, after } = pair;
  const { namespace } = after?.metadata ?? {};
  if (!before || namespace === undefined || before.metadata.namespace !== undefined) return pair;
  return { ...pair, before: { ...before, metadata: { ...before.metadata, namespace } } };
}

function objectDiff(pair: Pair): ObjectDiff | undefined {
  const { before, after } = pair;
  const object = after ?? before;
  if (!object) return undefined;
  const widened = widenings(pair);
  const wide: ChangeClass[] = widened.length > 0 ? ['widens'] : [];
  if (!before || !after) {
    const action = after ? 'added' : 'removed';
    const classes = [...(after ? [] : (['removes'] as const)), ...wide];
    return { action, object, fields: [], widenings: widened, classes: orHarmless(classes) };
  }
  const fields = differences(before, after)
    .filter((change) => !isApiDefault(before, after, change))
    .map((change): FieldChange => ({ ...change, class: classOf(before, change) }));
  if (fields.length === 0) return undefined;
  const classes = [...fields.map((field) => field.class), ...wide];
  return { action: 'changed', object, fields, widenings: widened, classes: orHarmless(classes) };
}

function classOf(before: Manifest, change: Difference): ChangeClass {
  if (isImmutable(before, change)) return 'recreates';
  const field = change.path.filter((step) => typeof step === 'string').join('.');
  const restartsContainer = before.kind === 'Pod' && isImageOfPod(field);
  return restartsContainer || rollsPods(before.kind, field) ? 'restarts' : 'harmless';
}

/** Without duplicates, least severe first; `harmless` only if there is nothing else. */
function orHarmless(classes: readonly ChangeClass[]): ChangeClass[] {
  const serious = CLASSES.filter((candidate) => candidate !== 'harmless' && classes.includes(candidate));
  return serious.length > 0 ? serious : ['harmless'];
}

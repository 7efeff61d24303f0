// Compares two sets of objects, and classifies each change by its effect on a cluster.

import type { Manifest } from '../../k8s/object/manifest';
import { isApiDefault } from './api-defaults';
import { type ChangeClass, CLASSES, type Diff, type Effect, type FieldChange, type ObjectDiff } from './change';
import { type Difference, differences } from './compare';
import { agentEffects, effectsOf, type Sides, selectsAny } from './effects';
import { rollsPods } from './grants/pods';
import { widenings } from './grants/widening';
import { isImageOfPod, isImmutable } from './immutable';
import { normalManifest } from './normal';
import { type Pair, pairs } from './pair';

/** What applying `after` over `before` changes. */
export function diff(
  before: readonly Manifest[],
  after: readonly Manifest[],
  options: Pick<Sides, 'endedBy'> = {},
): Diff {
  const now = after.map(normalManifest);
  const all = pairs(before.map(normalManifest), now).map(withNamespace);
  const sides = { ...options, before: all.flatMap((pair) => pair.before ?? []), after: now };
  const objects = all.map((pair) => objectDiff(pair, sides)).filter((found) => found !== undefined);
  return { objects, same: all.length - objects.length };
}

/** An object without a namespace is applied in the namespace of its counterpart. */
function withNamespace(pair: Pair): Pair {
  const { before, after } = pair;
  const { namespace } = after?.metadata ?? {};
  if (!before || namespace === undefined || before.metadata.namespace !== undefined) return pair;
  return { ...pair, before: { ...before, metadata: { ...before.metadata, namespace } } };
}

/** All objects of both sides. */
interface All extends Sides {
  readonly after: readonly Manifest[];
}

function objectDiff(pair: Pair, sides: All): ObjectDiff | undefined {
  const { before, after } = pair;
  const object = after ?? before;
  if (!object) return undefined;
  // The pods of a policy that goes may go with it.
  const isMoot = before && !after && !(before.kind === 'NetworkPolicy' && selectsAny(before, sides.after));
  const widened = isMoot ? [] : widenings(pair);
  const effects = effectsOf(pair, sides);
  const wide: ChangeClass[] = widened.length > 0 ? ['widens'] : [];
  if (!before || !after) {
    const action = after ? 'added' : 'removed';
    const classes = [...(after ? [] : (['removes'] as const)), ...wide, ...effects.map((one) => one.class)];
    return { action, object, fields: [], widenings: widened, effects, classes: orHarmless(classes) };
  }
  const fields = differences(before, after)
    .filter((change) => !isApiDefault(before, after, change))
    .map((change): FieldChange => ({ ...change, class: classOf(pair, change, effects) }));
  if (fields.length === 0) return undefined;
  const told = [...effects, ...agentEffects(after, fields.map(nameOfField), sides), ...dataOf(before, fields)];
  const plain = fields.map((field) => classOf(pair, field, []));
  const classes = [...plain, ...fields.map((field) => field.class), ...wide, ...told.map((one) => one.class)];
  return { action: 'changed', object, fields, widenings: widened, effects: told, classes: orHarmless(classes) };
}

const nameOfField = ({ path }: Difference): string => path.filter((step) => typeof step === 'string').join('.');

/** Claims that must be recreated begin empty. */
function dataOf(before: Manifest, fields: readonly FieldChange[]): Effect[] {
  const isClaim = before.kind === 'PersistentVolumeClaim' || before.kind === 'StatefulSet';
  const field = fields.find(
    (one) =>
      one.class === 'recreated' &&
      (before.kind === 'PersistentVolumeClaim' || nameOfField(one).startsWith('spec.volumeClaimTemplates')),
  );
  if (!isClaim || !field) return [];
  return [{ class: 'data', message: 'a recreated claim begins empty: copy its data first', field: nameOfField(field) }];
}

function classOf({ before, after }: Pair, change: Difference, effects: readonly Effect[]): ChangeClass {
  const field = nameOfField(change);
  const own = effects.find(
    (one) => one.field !== undefined && (field === one.field || field.startsWith(`${one.field}.`)),
  );
  if (own) return own.class;
  if (!before) return 'harmless';
  if (isImmutable(before, change)) {
    // A Job with a new name is a new object. The finished Job stays.
    return before.kind === 'Job' && before.metadata.name !== after?.metadata.name ? 'reruns' : 'recreated';
  }
  const restartsContainer = before.kind === 'Pod' && isImageOfPod(field);
  return restartsContainer || rollsPods(before.kind, field) ? 'restarts' : 'harmless';
}

/** Without duplicates, least severe first; `harmless` only if there is nothing else. */
function orHarmless(classes: readonly ChangeClass[]): ChangeClass[] {
  const serious = CLASSES.filter((candidate) => candidate !== 'harmless' && classes.includes(candidate));
  return serious.length > 0 ? serious : ['harmless'];
}

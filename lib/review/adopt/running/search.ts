// Finds values for fields that the new release would change: values whose current content equals the field are set to the
// running content, and kept if that makes the two releases more similar.

import type { Manifest } from '../../../k8s/object/manifest';
import { assign } from '../../../values/file/merge';
import type { Tree } from '../../../values/layer';
import { type Path, valueAt } from '../../../values/path';
import { textOf } from '../../../values/scalar';
import { complete } from '../../../values/schema/defaults';
import type { FieldChange } from '../../diff/change';
import { diff } from '../../diff/diff';
import { formatSteps } from '../../diff/report/report';
import { schemaLeaves } from '../leaves';
import type { Trial } from '../trial';

/** Fields that users set, rather than the author of a chart. */
const OF_THE_USER =
  /^spec\.(replicas|type|ingressClassName|minReplicas|maxReplicas|externalTrafficPolicy|loadBalancerIP|resources\.requests\.|storageClassName)|^spec\.ports\[.*\]\.(port|nodePort)$|^spec\.volumeClaimTemplates\[.*\]\.spec\.(resources\.requests\.|storageClassName)|\.env\[name=.*\]\.value$|^spec\.tls\[.*\]\.secretName$|\.nodeSelector\./;

/** Rendering is cheap, but not free. */
const MOST_TRIED = 8;

/** `tree` with values for as many of the differing fields as possible. */
export function matchFields(trial: Trial, tree: Tree, installed: readonly Manifest[]): Tree {
  const leaves = schemaLeaves(trial.system.schema).filter(({ schema }) => schema.secret !== true);
  let best = tree;
  let open = fieldsOf(trial, tree, installed);
  const problems = trial.problems(tree).length;
  for (const change of open) {
    if (!open.some((other) => isSame(other, change))) continue;
    const whole = complete(trial.system.schema, best);
    const candidates = leaves
      .map(({ path }) => ({ path, likeness: likeness(path, change), now: textOf(valueAt(whole, path)) ?? '' }))
      .filter(({ now, likeness: alike }) => alike > 0 && now === (textOf(change.after) ?? ''))
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, MOST_TRIED);
    for (const { path } of candidates) {
      const changed = assign(best, path, likeType(change.before, valueAt(whole, path))) as Tree;
      const now = fieldsOf(trial, changed, installed);
      if (now.length >= open.length || now.some((other) => isSame(other, change))) continue;
      if (trial.problems(changed).length > problems) continue;
      [best, open] = [changed, now];
      break;
    }
  }
  return best;
}

interface Field extends FieldChange {
  readonly object: string;
}

const isSame = (a: Field, b: Field): boolean => a.object === b.object && formatSteps(a.path) === formatSteps(b.path);

function fieldsOf(trial: Trial, tree: Tree, installed: readonly Manifest[]): Field[] {
  const { objects } = diff(installed, trial.sketch(tree) ?? []);
  return objects
    .filter(({ action }) => action === 'changed')
    .flatMap(({ object, fields }) =>
      fields
        .filter(({ path, before }) => isScalar(before) && OF_THE_USER.test(formatSteps(path)))
        .map((field): Field => ({ ...field, object: `${object.kind}/${object.metadata.name}` })),
    );
}

/** Variables are strings, even if the value is a number. */
const likeType = (value: unknown, usual: unknown): unknown =>
  typeof usual === 'number' && typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** How much of a field's object and path is repeated in the path of a value. */
function likeness(path: Path, { object, path: field }: Field): number {
  const last = field.findLast((step) => step !== 'value');
  const name = typeof last === 'object' ? last.value : String(last);
  const steps = [
    ...field.map((step) => (typeof step === 'object' ? step.value : String(step))),
    ...object.split(/[/-]/),
  ].map((step) => step.toLowerCase());
  const isNamed = String(path.at(-1))
    .toLowerCase()
    .endsWith(name.toLowerCase().split('_').at(-1) ?? '');
  const shared = path.filter((step) => steps.includes(String(step).toLowerCase())).length;
  return (isNamed ? 2 : 0) + (path.at(-1) === name ? 4 : 0) + shared;
}

// The effect of a plan on each object: kept, changed, recreated, left over, added.

import { type Manifest, objectKey } from '../../k8s/object/manifest';
import { withoutHash } from '../../names/naming';
import { diff } from '../diff/diff';
import { type ReportedObject, reportOf } from '../diff/report/report';
import type { Plan } from './plan';

export interface Changes {
  /** Changed in place. */
  readonly changed: readonly ReportedObject[];
  /** Objects that the API server does not allow to change. */
  readonly recreated: readonly ReportedObject[];
  /** What must be deleted before they can be recreated. */
  readonly deleted: readonly Manifest[];
  /** Objects of the Helm release that the new manifests do not have. */
  readonly left: readonly Manifest[];
  /** Objects that only the new manifests have. */
  readonly added: readonly Manifest[];
  readonly unchanged: readonly Manifest[];
}

export function changesOf({ installed, rendered }: Pick<Plan, 'installed' | 'rendered'>): Changes {
  const { objects } = reportOf(diff(installed, rendered.objects), [...installed, ...rendered.objects]);
  const by = (action: ReportedObject['action']) => objects.filter((object) => object.action === action);
  const isRecreated = ({ classes }: ReportedObject) => classes.includes('recreated');
  const changed = by('changed');
  const recreated = changed.filter(isRecreated);
  const present = new Set(installed.map(objectKey));
  const now = new Set(rendered.objects.map(objectKey));
  return {
    changed: changed.filter((object) => !isRecreated(object)),
    recreated,
    deleted: installed.filter((old) =>
      recreated.some((object) => isSame(object, old) || isFormerJob(object, old, now)),
    ),
    left: installed.filter((old) => by('removed').some((object) => isSame(object, old))),
    added: rendered.objects.filter((object) => !present.has(objectKey(object))),
    unchanged: installed.filter((old) => !objects.some((object) => isSame(object, old))),
  };
}

/** A Job whose spec changes gets another name. The old one does no harm, but would remain. */
function isFormerJob({ kind, name }: ReportedObject, old: Manifest, now: ReadonlySet<string>): boolean {
  if (kind !== 'Job' || old.kind !== 'Job' || now.has(objectKey(old))) return false;
  return withoutHash(old.metadata.name) === withoutHash(name);
}

const isSame = ({ group, kind, namespace = '', name }: ReportedObject, object: Manifest): boolean =>
  [group, kind, namespace, name].join('/') === objectKey(object);

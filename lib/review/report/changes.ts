// What changes, for the report: the result of `diff`, by object.

import type { Manifest } from '../../k8s/object/manifest';
import type { Diff } from '../diff/change';
import { changeLines, effectLine, nameOf, SIGNS, summaryOf, WORDS } from '../diff/report/format';
import { grouped } from '../diff/report/groups';
import { type ReportedObject, reportOf } from '../diff/report/report';
import { type Mark, mostSevere } from './map/svg';

/** Objects that change in the same way. */
export interface ChangeEntry {
  readonly name: string;
  readonly sign: string;
  readonly mark: Mark;
  /** `restarts pods` */
  readonly effects: readonly string[];
  /** Outages, data at risk, wider permissions. */
  readonly warnings: readonly string[];
  readonly fields: readonly string[];
}

export interface Change {
  readonly mark: Mark;
  /** Number of its entry. */
  readonly entry: number;
}

export interface Changes {
  readonly summary: string;
  readonly entries: readonly ChangeEntry[];
  /** By object. */
  readonly ofObject: ReadonlyMap<string, Change>;
  readonly removed: readonly Manifest[];
}

/** `sides`: all compared objects, so that the contents of their Secrets are hidden everywhere. */
export function changesOf(found: Diff, sides: readonly Manifest[]): Changes {
  const report = reportOf(found, sides);
  const numbers = new Map<ReportedObject, number>();
  const groups = grouped(report.objects);
  for (const [number, { all }] of groups.entries()) for (const object of all) numbers.set(object, number);
  return {
    summary: summaryOf(report),
    entries: groups.map(({ object, others }) => ({
      name: others > 0 ? `${nameOf(object)} and ${others} more` : nameOf(object),
      sign: SIGNS[object.action],
      mark: markOf(object),
      effects: object.classes.map((name) => WORDS[name]),
      warnings: [...object.effects.map(effectLine), ...object.widens],
      fields: object.fields.flatMap(changeLines),
    })),
    ofObject: new Map(
      report.objects.map((object) => [keyOf(object), { mark: markOf(object), entry: numbers.get(object) ?? 0 }]),
    ),
    removed: found.objects.filter(({ action }) => action === 'removed').map(({ object }) => object),
  };
}

const markOf = ({ action, classes }: ReportedObject): Mark => ({ action, effect: mostSevere(classes) });

/** As `objectKey`. */
const keyOf = ({ group, kind, namespace = '', name }: ReportedObject): string =>
  [group, kind, namespace, name].join('/');

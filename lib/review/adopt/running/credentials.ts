// The credentials in use. Each value for a credential gets a mark, and the rendered output is searched for the marks: the
// running release has the credential in the same place.

import type { Manifest } from '../../../k8s/object/manifest';
import { assign } from '../../../values/file/merge';
import type { Tree } from '../../../values/layer';
import { formatPath, type Path } from '../../../values/path';
import { schemaLeaves } from '../leaves';
import type { Trial } from '../trial';
import type { Reader } from './installed';
import { type Mark, markFor } from './marks';
import { type Live, liveOf, type Place, placesOf } from './places';

export interface RunningCredential {
  readonly path: Path;
  /** The credential in use. Absent if the objects do not show it. */
  readonly text?: string;
  /** Where it was found or expected: `Deployment/daytona-api/api ENCRYPTION_KEY`. */
  readonly place: string;
  /** Whether it may be in use although the objects do not show it. */
  readonly hidden: boolean;
  /** The variable that reads it from a Secret that is not in the objects. */
  readonly reader?: Reader;
  /** Other places with a different text for the same credential. */
  readonly differs: readonly string[];
}

export interface Credentials {
  /** The credentials that the release reads, in the order of the schema. */
  readonly running: readonly RunningCredential[];
  /** Values for credentials that nothing would read. */
  readonly unread: readonly Path[];
}

export function runningCredentials(trial: Trial, tree: Tree, installed: readonly Manifest[]): Credentials {
  const own = trial.system.adoption?.().notInHelm ?? [];
  // The public half of a key is not a secret, but belongs to one.
  const leaves = schemaLeaves(trial.system.schema)
    .filter(({ schema }) => schema.secret === true || schema.generate)
    .filter(({ path }) => !own.includes(formatPath(path)));
  const marks = leaves.flatMap((leaf, index) => markFor(leaf, index) ?? []);
  const places = markedPlaces(trial, tree, marks);
  const live = liveOf(installed);
  const found = marks.map(({ path, text }) => ({ path, places: places.get(text) }));
  return {
    running: found.flatMap(({ path, places: all = [] }) => (all.length > 0 ? [lookUp(path, all, live)] : [])),
    unread: found.filter(({ places: all }) => all?.length === 0).map(({ path }) => path),
  };
}

/** The places of each mark; unknown for a value that cannot be marked. */
function markedPlaces(trial: Trial, tree: Tree, marks: readonly Mark[]): Map<string, readonly Place[]> {
  const sketchOf = (some: readonly Mark[]) =>
    trial.sketch(some.reduce<Tree>((all, { path, text }) => assign(all, path, text) as Tree, tree));
  // All that render together, because a Secret may need each of its keys.
  const fitting = (kept: readonly Mark[], more: readonly Mark[]): readonly Mark[] => {
    if (more.length === 0) return kept;
    if (sketchOf([...kept, ...more]) !== undefined) return [...kept, ...more];
    if (more.length === 1) return kept;
    const half = Math.ceil(more.length / 2);
    return fitting(fitting(kept, more.slice(0, half)), more.slice(half));
  };
  const marked = fitting([], marks);
  const places = placesOf(sketchOf(marked) ?? []);
  return new Map(marked.map(({ text }) => [text, places.get(text) ?? []]));
}

function lookUp(path: Path, places: readonly Place[], live: Live): RunningCredential {
  const readings = places.map(({ name, read }) => ({ name, reading: read(live) }));
  const texts = readings.flatMap(({ name, reading }) =>
    typeof reading === 'object' && 'text' in reading ? [{ name, ...reading }] : [],
  );
  const [first] = texts;
  if (first !== undefined) {
    const differs = texts.filter(({ text }) => text !== first.text).map(({ name }) => name);
    return { path, text: first.text, place: first.name, hidden: false, differs };
  }
  const [unseen] = readings.flatMap(({ name, reading }) =>
    typeof reading === 'object' && 'hidden' in reading ? [{ name, reader: reading.hidden }] : [],
  );
  if (unseen !== undefined) return { path, place: unseen.name, hidden: true, reader: unseen.reader, differs: [] };
  // If the program runs without it, there is none. If no object of the program is visible, that is unknown.
  const isKnown = readings.some(({ reading }) => reading === 'nothing');
  return { path, place: readings[0]?.name ?? '', hidden: !isKnown && readings.length > 0, differs: [] };
}

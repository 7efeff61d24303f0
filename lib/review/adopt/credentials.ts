// The credentials that run. Each value that takes one is marked, and the marks are looked for in what is rendered: the
// running release holds the credential at the same place.

import type { Manifest } from '../../k8s/object/manifest';
import { assign } from '../../values/file/merge';
import type { Tree } from '../../values/layer';
import type { Path } from '../../values/path';
import { type Container, containersOf, secretData } from './installed';
import { schemaLeaves } from './leaves';
import type { Trial } from './trial';

export interface RunningCredential {
  readonly path: Path;
  /** What runs now. Absent if the objects do not show it. */
  readonly text?: string;
  /** Where it was found, or where it was looked for: `Deployment/daytona-api/api ENCRYPTION_KEY`. */
  readonly place: string;
  /** Whether it may run where the objects do not show it. */
  readonly hidden: boolean;
  /** Other places that hold another text for the same credential. */
  readonly differs: readonly string[];
}

export interface Credentials {
  /** Those that the release reads, in the order of the schema. */
  readonly running: readonly RunningCredential[];
  /** Values that take a credential that nothing would read. */
  readonly unread: readonly Path[];
}

interface Place {
  readonly name: string;
  readonly read: (live: Live) => Reading;
}

/** What stands at a place. `hidden`: something that the objects do not show; `nothing`: the place is there, and empty. */
type Reading = { readonly text: string } | 'hidden' | 'nothing' | 'no place';

interface Live {
  readonly secrets: ReturnType<typeof secretData>;
  readonly containers: ReadonlyMap<string, Container>;
}

export function runningCredentials(trial: Trial, tree: Tree, installed: readonly Manifest[]): Credentials {
  const leaves = schemaLeaves(trial.system.schema).filter(({ schema }) => schema.secret === true);
  const marks: readonly Mark[] = leaves.map(({ path }, index) => ({ path, text: markOf(index) }));
  const places = markedPlaces(trial, tree, marks);
  const live: Live = {
    secrets: secretData(installed),
    containers: new Map(containersOf(installed).map((container) => [container.key, container])),
  };
  const found = marks.map(({ path, text }) => ({ path, places: places.get(text) }));
  return {
    running: found.flatMap(({ path, places: all = [] }) => (all.length > 0 ? [lookUp(path, all, live)] : [])),
    unread: found.filter(({ places: all }) => all?.length === 0).map(({ path }) => path),
  };
}

interface Mark {
  readonly path: Path;
  readonly text: string;
}

/** The places of each mark; nothing is known of a value that cannot be marked. */
function markedPlaces(trial: Trial, tree: Tree, marks: readonly Mark[]): Map<string, readonly Place[]> {
  const sketchOf = (some: readonly Mark[]) =>
    trial.sketch(some.reduce<Tree>((all, { path, text }) => assign(all, path, text) as Tree, tree));
  // All that render together: a Secret may need each of its keys.
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

/** Fits wherever a password does, and is found nowhere else. */
const markOf = (index: number): string => `adopted-${String(index).padStart(24, '0')}`;

function lookUp(path: Path, places: readonly Place[], live: Live): RunningCredential {
  const readings = places.map(({ name, read }) => ({ name, reading: read(live) }));
  const texts = readings.flatMap(({ name, reading }) => (typeof reading === 'object' ? [{ name, ...reading }] : []));
  const [first] = texts;
  if (first === undefined) {
    // Where the program runs without it, there is none; where nothing of it is shown, nobody knows.
    const isKnown = readings.some(({ reading }) => reading === 'nothing');
    const hidden = readings.find(({ reading }) => reading === 'hidden') ?? (isKnown ? undefined : readings[0]);
    return { path, place: (hidden ?? readings[0])?.name ?? '', hidden: hidden !== undefined, differs: [] };
  }
  const differs = texts.filter(({ text }) => text !== first.text).map(({ name }) => name);
  return { path, text: first.text, place: first.name, hidden: false, differs };
}

const readingOf = (text: string | undefined): Reading => (text ? { text } : 'nothing');

/** Where each text of a Secret or of a variable stands: the Secret first, then the variables that read it. */
function placesOf(objects: readonly Manifest[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  const add = (text: string, place: Place) => places.set(text, [...(places.get(text) ?? []), place]);
  const secrets = secretData(objects);
  for (const [secret, data] of secrets) {
    for (const [key, text] of data) {
      add(text, {
        name: `Secret/${secret} ${key}`,
        read: ({ secrets: live }) => (live.has(secret) ? readingOf(live.get(secret)?.get(key)) : 'no place'),
      });
    }
  }
  for (const { key, env, envFrom } of containersOf(objects)) {
    for (const { name, value, secret } of env) {
      const text = value ?? (secret && secrets.get(secret.name)?.get(secret.key));
      if (text !== undefined) add(text, variable(key, name));
    }
    for (const secret of envFrom) {
      for (const [name, text] of secrets.get(secret) ?? []) add(text, variable(key, name));
    }
  }
  return places;
}

const variable = (container: string, name: string): Place => ({
  name: `${container} ${name}`,
  read: ({ containers, secrets }) => {
    const running = containers.get(container);
    if (running === undefined) return 'no place';
    const found = running.env.findLast((candidate) => candidate.name === name);
    if (found?.value !== undefined) return readingOf(found.value);
    if (found?.secret) {
      const data = secrets.get(found.secret.name);
      return data ? readingOf(data.get(found.secret.key)) : 'hidden';
    }
    return readingOf(running.envFrom.map((secret) => secrets.get(secret)?.get(name)).findLast((text) => text));
  },
});

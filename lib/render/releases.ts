// A releases file: which charts are rendered, under which names, from which values.

import { Type } from '@sinclair/typebox';
import { type Layer, type Tree, treeLayer } from '../values/layer';
import { valueAt } from '../values/path';
import { resolve } from '../values/resolve';
import { choice, list, object, optional, type Static, text } from '../values/schema';
import type { Rule } from '../values/validate';
import { NAMESPACE, RELEASE_NAME } from './identity';

/** One entry of a releases file. */
export interface ReleaseEntry {
  readonly name: string;
  readonly chart: string;
  /** Absent: the chart's. */
  readonly namespace?: string;
  /** Values files, a later one wins; relative paths stand on the folder of the releases file. */
  readonly files: readonly string[];
  /** What the entry itself sets, upon the files. */
  readonly set: Layer;
}

function schemaOf(charts: readonly string[]) {
  const set = Type.Record(Type.String(), Type.Unknown(), {
    description: 'Values upon those of the files.',
    default: {},
    // It may hold anything that a values file may hold.
    secret: true,
  });
  const release = object({
    name: text({ description: 'Name of the release.', ...RELEASE_NAME }),
    chart: choice(charts, { description: 'Chart to render.' }),
    namespace: optional(text({ description: "Namespace of the objects; absent for the chart's.", ...NAMESPACE })),
    values: list(text({ description: 'Path of a values file, relative to this file.', minLength: 1 }), {
      description: 'Values files, a later one wins.',
      default: [],
    }),
    set,
  });
  return object({ releases: list(release, { description: 'Releases to render.' }) });
}

type ReleasesFile = Static<ReturnType<typeof schemaOf>>;

const rules: readonly Rule<ReleasesFile>[] = [
  ({ releases }, { error }) => {
    if (releases.length === 0) error((file) => file.releases, 'lists no release');
  },
  ({ releases }, { error }) => {
    const names = new Set<string>();
    for (const [index, { name }] of releases.entries()) {
      if (names.has(name)) error((file) => file.releases[index]?.name, `is the name of an earlier release: ${name}`);
      names.add(name);
    }
  },
  ({ releases }, { error }) => {
    for (const [index, { values }] of releases.entries()) {
      const at = values.indexOf('-');
      if (at >= 0) error((file) => file.releases[index]?.values[at], 'standard input is for -f only');
    }
  },
];

/** The entries of a releases file, in its order. Throws `InputError` with every problem of the file. */
export function releasesOf(file: Layer, charts: readonly string[]): ReleaseEntry[] {
  const { values } = resolve(schemaOf(charts), rules, [file]);
  const asWritten = file.apply({});
  return values.releases.map(({ name, chart, namespace, values: files }, index) => {
    const place = ['releases', index, 'set'];
    // Not the validated `set`, which has lost the spelling of numbers and the keys that are null.
    const set = valueAt(asWritten, place) ?? {};
    return {
      name,
      chart,
      ...(namespace === undefined ? {} : { namespace }),
      files,
      set: treeLayer(set as Tree, (path) => file.locate([...place, ...path])),
    };
  });
}

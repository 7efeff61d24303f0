// Custom resources with one error each: `synth` and the API server agree on them.

import { SCHEMA_GROUPS } from '../../imports/schemas/groups';
import { customResourceProblems } from '../../lib/k8s/custom-resources';
import { apiGroup, type Manifest } from '../../lib/k8s/object/manifest';
import { formatPath, type Path, valueAt } from '../../lib/values/path';
import { isMap } from '../../lib/values/scalar';
import { cases } from '../support/charts';
import { rendered } from '../support/render';
import { kubectl } from './harness/kubectl';
import { applyAll } from './harness/verdicts';

const cluster = kubectl();

/** For every kind that the charts render, the object with the most fields. */
function samples(): Manifest[] {
  const largest = new Map<string, Manifest>();
  const all = cases.flatMap(({ system, values }) => rendered(system, [values]).objects);
  for (const object of all.filter((one) => SCHEMA_GROUPS.includes(apiGroup(one)))) {
    const known = largest.get(object.kind);
    if (!known || pathsIn(object.spec).length > pathsIn(known.spec).length) largest.set(object.kind, object);
  }
  return [...largest.values()];
}

/** Paths of everything in a value. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : isMap(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, entry]) => [[...path, key], ...pathsIn(entry, [...path, key])]);
}

type Change = (container: Record<string | number, unknown>, key: string | number) => void;

const CHANGES: Readonly<Record<string, Change>> = {
  misspelled: (container, key) => {
    if (typeof key === 'number') return;
    container[`${key}x`] = container[key];
    delete container[key];
  },
  missing: (container, key) => {
    if (Array.isArray(container)) container.splice(Number(key), 1);
    else delete container[key];
  },
  'a map': (container, key) => {
    container[key] = { a: 1 };
  },
  'a list': (container, key) => {
    container[key] = ['a'];
  },
  'a number': (container, key) => {
    container[key] = -70_000;
  },
  'a word': (container, key) => {
    container[key] = 'Some Word!';
  },
  empty: (container, key) => {
    container[key] = typeof container[key] === 'string' ? '' : [];
  },
  twice: (container, key) => {
    if (Array.isArray(container)) container.push(container[Number(key)]);
  },
};

function broken(object: Manifest, path: Path, change: Change): Manifest {
  const copy = JSON.parse(JSON.stringify(object)) as Manifest;
  const container = valueAt(copy.spec, path.slice(0, -1)) as Record<string | number, unknown>;
  change(container, path.at(-1) ?? '');
  return copy;
}

/** Few enough for one run, and evenly from all parts of the object. */
const MOST = 30;

const thinned = <T>(list: readonly T[]): T[] => {
  const step = Math.max(1, list.length / MOST);
  return Array.from({ length: Math.min(MOST, list.length) }, (_, index) => list[Math.floor(index * step)] as T);
};

test.each(samples().map((object) => [object.kind, object] as const))('%s', async (_kind, object) => {
  const variants = thinned(pathsIn(object.spec)).flatMap((path) =>
    Object.entries(CHANGES).map(([name, change]) => ({
      what: `${formatPath(path)} ${name}`,
      it: broken(object, path, change),
    })),
  );
  const named = variants.map(({ what, it }, index) => {
    const { namespace } = it.metadata;
    const metadata = { name: `v${index}`, ...(namespace === undefined ? {} : { namespace: 'default' }) };
    return { what, object: { ...it, metadata } };
  });
  const verdicts = await applyAll(
    cluster,
    named.map((one) => one.object),
    ['--server-side', '--dry-run=server', '--validate=strict'],
  );
  const disagreements = named.flatMap(({ what, object: variant }) => {
    const rejection = verdicts.find((verdict) => verdict.object === variant)?.rejection;
    const [problem] = customResourceProblems(variant);
    if ((rejection === undefined) === (problem === undefined)) return [];
    return [
      `${what}: ${problem ? `${formatPath(problem.path)} ${problem.message}` : 'fine'} / ${rejection ?? 'accepted'}`,
    ];
  });
  expect(disagreements).toEqual([]);
});

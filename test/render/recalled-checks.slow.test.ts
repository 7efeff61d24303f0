// The checks of one of many releases find the same as those of a single one, whatever is wrong with an object.

import type { Manifest } from '../../lib/k8s/object/manifest';
import type { ExternalObject } from '../../lib/k8s/release';
import { check, type Finding } from '../../lib/render/checks/index';
import { type Rendered, rendererOf } from '../../lib/render/render';
import { programLayer, resolve } from '../../lib/values/resolve';
import { cases } from '../support/charts';

/** Enough for the checks to record what they read. */
const RELEASES = 30;
const FAULTS = 12;

type Check = typeof check;

/** The checks without a memory of earlier releases. */
function freshCheck(): Check {
  let fresh: Check | undefined;
  jest.isolateModules(() => {
    fresh = (require('../../lib/render/checks/index') as { check: Check }).check;
  });
  return fresh as Check;
}

const textsOf = (findings: readonly Finding[]): string[] =>
  findings.map(({ object, field, message }) => `${object.kind} ${object.metadata.name} ${field}: ${message}`);

type Path = readonly (string | number)[];

function leavesOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [...steps].flatMap((step) => leavesOf((value as Record<string | number, unknown>)[step], [...path, step]));
}

/** A copy with another value at a path, which shares all other parts. */
function withValue(value: unknown, [step, ...rest]: Path, leaf: unknown): unknown {
  if (step === undefined) return leaf;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[step] = withValue(copy[step], rest, leaf);
  return copy;
}

const FAULTY: readonly unknown[] = ['Not valid!', -1, '', undefined, '../x', 70000];

const charts = [...new Map(cases.map((one) => [one.chart, one])).values()];

test.each(charts)('$chart', ({ system, values: given }) => {
  const render = rendererOf(system);
  const { values } = resolve(system.schema, system.rules, [programLayer(given)]);
  const releaseNamed = (name: string): Rendered => render({ name, namespace: 'labs', values });
  for (let at = 0; at < RELEASES; at++) releaseNamed(`r${at}`);
  let found = 0;
  for (let at = 0; at < FAULTS; at++) {
    const { objects, externals } = releaseNamed(`fault-${at}`);
    const leaves = leavesOf(objects, []).filter(([, field]) => field !== 'kind' && field !== 'apiVersion');
    const path = leaves[Math.floor((leaves.length * (at + 0.5)) / FAULTS)] as Path;
    const faulty = withValue(objects, path, FAULTY[at % FAULTY.length]) as readonly Manifest[];
    const result = resultOf(check, faulty, externals);
    expect([path, result]).toEqual([path, resultOf(freshCheck(), faulty, externals)]);
    if (result.length > 0) found++;
    // Then the next one is valid again.
    expect(check(objects, externals)).toEqual([]);
  }
  expect(found).toBeGreaterThan(0);
});

function resultOf(checks: Check, objects: readonly Manifest[], externals: readonly ExternalObject[]): string[] {
  try {
    return textsOf(checks(objects, externals));
  } catch (error) {
    return [`throws ${(error as Error).name}`];
  }
}

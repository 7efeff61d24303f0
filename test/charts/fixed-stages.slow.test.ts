// No value moves an object to another stage or removes a stage: Flux deletes what is removed from a Kustomization, and
// everything in a Kustomization that is removed.

import { forTarget } from '../../lib/delivery/target';
import { type Manifest, objectKey } from '../../lib/k8s/object/manifest';
import type { Rendered } from '../../lib/render/render';
import { programLayer } from '../../lib/values/resolve';
import { cases } from '../support/charts';
import { rendered } from '../support/render';
import { flips } from '../support/switches';

/** A Job with a different spec is a different Job. */
const keyOf = (object: Manifest): string => objectKey(object).replace(/^(batch\/Job\/.*)-[0-9a-f]{10}$/, '$1');

const WAVE = 'argocd.argoproj.io/sync-wave';

/** The folder of each object. */
const folders = (release: Rendered): Map<string, string> =>
  new Map(
    forTarget(release, 'flux').folders?.flatMap(({ name, objects }) =>
      objects.map((object): [string, string] => [keyOf(object), name]),
    ),
  );

/** The wave of each object. */
const waves = (release: Rendered): Map<string, string> =>
  new Map(
    forTarget(release, 'argocd').objects.map((object) => [keyOf(object), object.metadata.annotations?.[WAVE] ?? '0']),
  );

const stages = (release: Rendered): string[] => forTarget(release, 'flux').folders?.map(({ name }) => name) ?? [];

const STAGES: Readonly<Record<string, readonly string[]>> = {
  daytona: ['setup', 'before-1', 'before-2', 'before-3', 'main', 'after'],
  'daytona-region': ['setup', 'before-1', 'main'],
  'dozlab-session': ['main'],
  peerpods: ['setup', 'main', 'after'],
  'runner-manager': ['main'],
};

describe.each(cases)('$chart, $name', ({ chart, system, values }) => {
  const base = rendered(system, [values]);
  const flipped = flips(system, programLayer(values), { name: system.name, namespace: system.defaultNamespace });

  test("every switch keeps the chart's stages", () => {
    expect(flipped.filter((flip) => flip.rendered).length).toBeGreaterThan(10);
    const others = flipped.filter((flip) => flip.rendered && stages(flip.rendered).join() !== STAGES[chart]?.join());
    expect(others.map(({ name }) => name)).toEqual([]);
    expect(stages(base)).toEqual(STAGES[chart]);
  });

  test.each([
    ['flux', folders],
    ['argocd', waves],
  ])('%s: no switch moves an object', (_target, placesOf) => {
    const before = placesOf(base);
    const moved = flipped.flatMap((flip) =>
      [...(flip.rendered ? placesOf(flip.rendered) : [])]
        .filter(([key, place]) => before.has(key) && before.get(key) !== place)
        .map(([key, place]) => `${flip.name}: ${key} moved from ${before.get(key)} to ${place}`),
    );
    expect(moved).toEqual([]);
  });
});

const PRUNE_PROTECTION = {
  flux: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
  argocd: {
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  },
} as const;

describe.each(['flux', 'argocd'] as const)('%s', (target) => {
  test('never prunes a Namespace, a CustomResourceDefinition or a claim', () => {
    const kept = cases
      .flatMap(({ system, values }) => forTarget(rendered(system, [values]), target).objects)
      .filter(({ kind }) => ['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim'].includes(kind));
    expect(new Set(kept.map(({ kind }) => kind)).size).toBe(3);
    for (const object of kept) expect(object.metadata.annotations).toMatchObject(PRUNE_PROTECTION[target]);
  });
});

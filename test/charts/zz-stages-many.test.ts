// The lifecycle of every chart: what is in which stage, and that nothing waits for what comes later.

import fc from 'fast-check';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { stagesOf } from '../../lib/delivery/stages';
import { type Manifest, describe as nameOf } from '../../lib/k8s/manifest';
import { referencedObjects } from '../../lib/k8s/references';
import { STAGES } from '../../lib/k8s/stage';
import { at, Inventory } from '../../lib/render/checks/inventory';
import type { Rendered } from '../../lib/render/render';
import { valuesOf } from '../support/arbitrary';
import { cases } from '../support/charts';
import { problemsOf } from '../support/problems';
import { rendered } from '../support/render';

const releases = cases.map(({ chart, name, system, values }) => ({ chart, name, release: rendered(system, [values]) }));

/** `Job default/x`, without the hash that every change of a script changes. */
const table = (release: Rendered): string[] =>
  stagesOf(release).flatMap(({ stage, objects }) =>
    objects.map((object) => `${stage} ${nameOf(object).replace(/^(Job .*)-[0-9a-f]{10}$/, '$1')}`),
  );

/** Pods that wait for an object of a later stage: Argo CD and Flux would never come to it. */
function late(release: Rendered): string[] {
  const stages = new Map(
    stagesOf(release).flatMap(({ stage, objects }) => objects.map((object) => [object, STAGES.indexOf(stage)])),
  );
  const inventory = new Inventory(release.objects, release.externals);
  const certificates = inventory.ofKind('Certificate');
  const find = (kind: string, namespace: string | undefined, name: string) =>
    inventory.find(kind, namespace, name) ??
    certificates.find((object) => kind === 'Secret' && at(object, 'spec.secretName') === name);
  return inventory.pods.flatMap(({ object, namespace, spec }) =>
    wanted(spec)
      .map(([kind, name]) => find(kind, namespace, name))
      .filter((found) => found !== undefined && (stages.get(found) ?? 0) > (stages.get(object) ?? 0))
      .map((found) => `${nameOf(object)} waits for ${found && nameOf(found)}`),
  );
}

/** Objects that are not in exactly one stage. */
function misplaced(release: Rendered): string[] {
  const staged = stagesOf(release).flatMap(({ objects }) => objects);
  const isOnce = (object: Manifest) => staged.filter((other) => other === object).length === 1;
  return [...release.objects, ...staged.filter((object) => !release.objects.includes(object))]
    .filter((object) => !isOnce(object) || !release.objects.includes(object))
    .map(nameOf);
}

describe.each(releases)('$chart, $name', ({ release }) => {
  test('every object is in the stage where it belongs', () => {
    expect(table(release)).toMatchSnapshot();
  });

  test('every object is in one stage, and only once', () => {
    expect(misplaced(release)).toEqual([]);
  });

  test('no pod waits for an object of a later stage', () => {
    expect(late(release)).toEqual([]);
  });
});

describe.each(cases)('$chart, $name', ({ system, values }) => {
  test('whatever the values, each object is in one stage, and no pod waits for a later one', () => {
    fc.assert(
      fc.property(valuesOf(system.schema), (change) => {
        const layers = [values, change];
        fc.pre(problemsOf(system, layers).length === 0);
        const release = rendered(system, layers);
        expect(misplaced(release)).toEqual([]);
        expect(late(release)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

/** What a pod cannot start without. */
function wanted(spec: IPodSpec): [string, string][] {
  return [
    ...[...referencedObjects(spec)].map(({ kind, name }): [string, string] => [kind, name]),
    ...(spec.volumes ?? []).flatMap(({ persistentVolumeClaim }): [string, string][] =>
      persistentVolumeClaim ? [['PersistentVolumeClaim', persistentVolumeClaim.claimName]] : [],
    ),
    ...(spec.serviceAccountName ? [['ServiceAccount', spec.serviceAccountName] as [string, string]] : []),
    ...(spec.priorityClassName ? [['PriorityClass', spec.priorityClassName] as [string, string]] : []),
  ];
}

const BUILT_IN = [
  'before-1 StatefulSet default/daytona-postgresql',
  'before-1 StatefulSet default/daytona-redis-master',
  'before-2 Job default/daytona-api-migration-init',
  'before-3 Job default/daytona-api-migration-pre-deploy',
  'after Job default/daytona-api-migration-post-deploy',
];

test.each([
  ['daytona', BUILT_IN],
  ['daytona-region', ['before-1 Job default/daytona-region-region-registration']],
  ['dozlab-session', []],
  ['peerpods', ['after MutatingWebhookConfiguration peer-pods-webhook-mutating-webhook-configuration']],
  ['runner-manager', []],
])('the example of %s has something before and after its workloads', (chart, lines) => {
  const found = releases.find((candidate) => candidate.chart === chart && candidate.name === 'example');
  expect(found && table(found.release).filter((line) => /^(before|after)/.test(line))).toEqual(lines);
});

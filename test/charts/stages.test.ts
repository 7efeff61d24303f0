// The lifecycle of every chart: what is in which stage, and that nothing waits for what comes later.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { describe as nameOf } from '../../lib/k8s/manifest';
import { referencedObjects } from '../../lib/k8s/references';
import { STAGES } from '../../lib/k8s/stage';
import { Inventory } from '../../lib/render/checks/inventory';
import { stagesOf } from '../../lib/render/delivery/stages';
import type { Rendered } from '../../lib/render/render';
import { cases } from '../support/charts';
import { rendered } from '../support/render';

const releases = cases.map(({ chart, name, system, values }) => ({ chart, name, release: rendered(system, [values]) }));

/** `Job default/x`, without the hash that every change of a script changes. */
const table = (release: Rendered): string[] =>
  stagesOf(release).flatMap(({ stage, objects }) =>
    objects.map((object) => `${stage} ${nameOf(object).replace(/^(Job .*)-[0-9a-f]{10}$/, '$1')}`),
  );

describe.each(releases)('$chart, $name', ({ release }) => {
  test('every object is in the stage where it belongs', () => {
    expect(table(release)).toMatchSnapshot();
  });

  test('every object is in one stage, and only once', () => {
    const staged = stagesOf(release).flatMap(({ objects }) => objects);
    expect(staged).toHaveLength(release.objects.length);
    expect(new Set(staged)).toEqual(new Set(release.objects));
  });

  test('no pod waits for an object of a later stage', () => {
    const stages = new Map(
      stagesOf(release).flatMap(({ stage, objects }) => objects.map((object) => [object, STAGES.indexOf(stage)])),
    );
    const inventory = new Inventory(release.objects, release.externals);
    const late = inventory.pods.flatMap(({ object, namespace, spec }) =>
      wanted(spec)
        .map(([kind, name]) => inventory.find(kind, namespace, name))
        .filter((found) => found !== undefined && (stages.get(found) ?? 0) > (stages.get(object) ?? 0))
        .map((found) => `${nameOf(object)} waits for ${found && nameOf(found)}`),
    );
    expect(late).toEqual([]);
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
  ['runner-manager', []],
])('the example of %s has something before and after its workloads', (chart, lines) => {
  const found = releases.find((candidate) => candidate.chart === chart && candidate.name === 'example');
  expect(found && table(found.release).filter((line) => /^(before|after)/.test(line))).toEqual(lines);
});

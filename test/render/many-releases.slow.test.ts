// Releases that are rendered one after the other are the same as if each were the only one.

import type { Construct } from 'constructs';
import { ApiObject } from '../../lib/k8s/object/api-object';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { isShared } from '../../lib/k8s/object/shared-parts';
import type { Release } from '../../lib/k8s/release';
import { NO_CHANGES } from '../../lib/patches/change';
import { readChanges } from '../../lib/patches/read';
import { runPipeline } from '../../lib/pipeline/pipeline';
import { defineSystem } from '../../lib/render/define-system';
import { type Rendered, rendererOf, renderRelease } from '../../lib/render/render';
import { treeLayer } from '../../lib/values/layer';
import { programLayer, resolve } from '../../lib/values/resolve';
import { integer, text } from '../../lib/values/schema/schema';
import { toYaml } from '../../lib/yaml/yaml';
import { cases } from '../support/charts';

const finished = (release: Rendered) => runPipeline(release, { requirements: 'all', target: 'argocd' });

const systems = [...new Map(cases.map(({ chart, system }) => [chart, system]))].map(([chart, system]) => ({
  chart,
  system,
}));

test.each(systems)('$chart: the same objects, warnings and requirements', ({ chart, system }) => {
  const render = rendererOf(system);
  const all = cases.filter((one) => one.chart === chart).flatMap(({ values }) => [values, values]);
  for (const [index, given] of [...all, ...all.slice(0, 2)].entries()) {
    const { values } = resolve(system.schema, system.rules, [programLayer(given)]);
    const request = { name: `r${index}`, namespace: `ns${index % 3}`, values };
    const one = finished(renderRelease(system, request));
    const other = finished(render(request));
    // In the same order, too: hashes are computed from it.
    expect(JSON.stringify(other.objects)).toBe(JSON.stringify(one.objects));
    expect(toYaml(other.objects)).toBe(toYaml(one.objects));
    expect({ ...other, lifecycle: undefined }).toEqual({ ...one, lifecycle: undefined });
  }
});

const about = { description: 'D.' };
const web = defineSystem({
  name: 'web',
  version: '1',
  description: 'A pod.',
  values: {
    port: integer({ ...about, default: 80 }),
    limit: text({ ...about, default: '1000m' }),
    account: text({ ...about, default: '' }),
  },
  build(scope: Construct, release: Release, { port, limit, account }) {
    const container = {
      name: 'web',
      image: 'registry.example.com/web:1',
      ports: [{ name: 'http', containerPort: port }],
      resources: { limits: { cpu: limit }, requests: {} },
    };
    new ApiObject(scope, 'pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: release.metadata(release.fullname, release.labels('web')),
      spec: { ...(account ? { serviceAccountName: account } : {}), containers: [container] },
    });
  },
});

const valuesOf = (given: object) => resolve(web.schema, web.rules, [programLayer(given)]).values;

function resultOf(render: () => Rendered): unknown {
  try {
    return render().objects;
  } catch (error) {
    return String(error);
  }
}

test('every release is checked', () => {
  const render = rendererOf(web);
  const given = [{}, { port: 70000 }, {}, { port: 70000 }, { account: 'x' }, { limit: 'many' }, { account: 'x' }, {}];
  const results = given.map((values, index) => {
    const request = { name: `r${index}`, namespace: 'ns', values: valuesOf(values) };
    const result = resultOf(() => render(request));
    expect(result).toEqual(resultOf(() => renderRelease(web, request)));
    return typeof result === 'string' ? 'refused' : 'rendered';
  });
  expect(results.map((result, index) => `${index} ${result}`).filter((line) => line.endsWith('refused'))).toEqual(
    [1, 3, 4, 5, 6].map((index) => `${index} refused`),
  );
});

describe('equal parts of an object', () => {
  const specOf = ({ objects }: Rendered) => (objects[0] as Manifest).spec as Record<string, object[]>;
  const render = rendererOf(web);
  // The second release is the first one that has parts in common with an earlier one.
  const [, first, second, other] = [{}, {}, {}, { port: 81 }].map((given, index) =>
    specOf(render({ name: `r${index}`, namespace: 'ns', values: valuesOf(given) })),
  ) as Record<string, object[]>[];

  test('are the same values in the next release', () => {
    expect(second).toBe(first);
    expect(isShared(second as object)).toBe(true);
    expect(second?.containers).toEqual([expect.objectContaining({ resources: { limits: { cpu: '1' } } })]);
  });

  test('are frozen', () => {
    expect(Object.isFrozen(second?.containers)).toBe(true);
    expect(() => Object.assign(second?.containers?.[0] ?? {}, { name: 'x' })).toThrow(TypeError);
  });

  test('stay the same next to different ones', () => {
    expect(other).not.toBe(second);
    const [before, after] = [second?.containers?.[0], other?.containers?.[0]] as Record<string, object>[];
    expect(after?.ports).toEqual([{ name: 'http', containerPort: 81 }]);
    expect(after?.resources).toBe(before?.resources);
  });
});

test('patches change only the objects of their own release', () => {
  const patch = { target: { kind: 'Pod' }, patch: { spec: { containers: [{ name: 'web', image: 'other:2' }] } } };
  const tree = { patches: [patch] };
  const changes = readChanges([{ layer: treeLayer(tree, () => undefined) }]);
  const render = rendererOf(web);
  const images = [NO_CHANGES, NO_CHANGES, changes, NO_CHANGES, changes].map((own, index) => {
    const { objects } = render({ name: `r${index}`, namespace: 'ns', values: valuesOf({}), changes: own });
    return JSON.stringify(objects).match(/"image":"([^"]*)"/)?.[1];
  });
  const plain = 'registry.example.com/web:1';
  expect(images).toEqual([plain, plain, 'other:2', plain, 'other:2']);
});

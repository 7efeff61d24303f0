// Where fields come from: the same as `explain` says, for all fields at once.

import type { Step } from '../../../lib/review/diff/change';
import { explain } from '../../../lib/review/explain/explain';
import { fieldAt } from '../../../lib/review/explain/field-path';
import { builtScene } from '../../../lib/review/explain/scene';
import { changedFields } from '../../../lib/review/report/origins/changed-fields';
import { originKey, originsOf } from '../../../lib/review/report/origins/origins';
import { yamlLines } from '../../../lib/review/report/origins/yaml-lines';
import { formatPath, type Path } from '../../../lib/values/path';
import { programLayer, resolve } from '../../../lib/values/resolve';
import { mapOf } from '../../../lib/yaml/yaml';
import { cases } from '../../support/charts';
import { render } from '../../support/render';
import { examples } from './support';

test.each(cases)('$chart $name: the lines are those of the manifests', ({ system, values }) => {
  for (const object of render(system, values).objects) {
    expect(
      `${yamlLines(object)
        .map(({ text }) => text)
        .join('\n')}\n`,
    ).toBe(mapOf(object));
  }
});

test.each([
  [{ a: 1 }, { a: 1, b: 2 }, []],
  [{ a: 1, b: 2 }, { a: 1 }, ['b']],
  [{ a: { b: 1, c: 2 } }, { a: { b: 2, c: 2 } }, ['a.b']],
  [
    {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    },
    { env: [{ name: 'B', value: '2' }] },
    ['env[0]'],
  ],
  [{ args: ['a', 'b'] }, { args: ['a', 'c'] }, ['args[1]']],
  [
    { ports: [{ containerPort: 1, name: 'a' }] },
    { ports: [{ containerPort: 2, name: 'a' }] },
    ['ports[0].containerPort'],
  ],
  [{ args: ['a', 'b'] }, { args: ['x', 'a', 'b'] }, []],
])('%j, compared with %j, has %j of its own', (object, other, expected) => {
  expect(changedFields(object, other).map(formatPath)).toEqual(expected);
});

/** The other charts have many more values: the same code, but minutes of it. */
const small = examples.filter(({ chart }) => ['dozlab-session', 'runner-manager'].includes(chart));

/** Items by name, because positions depend on other values. */
const keyed = (object: unknown, steps: Path): Step[] =>
  steps.map((step, length) => {
    const item = fieldAt(object, steps.slice(0, length + 1)) as { readonly name?: string } | undefined;
    return typeof step === 'number' && item?.name !== undefined ? { key: 'name', value: item.name } : step;
  });

test.each(small)('$chart: the origins are those that explain finds', ({ system, values, chart }) => {
  const layers = [programLayer(values)];
  const resolved = resolve(system.schema, system.rules, layers).values;
  const request = { name: chart, namespace: 'default', values: resolved };
  const { sources, fields } = originsOf({ system, request, layers });
  const { objects } = render(system, values, { name: chart, namespace: 'default' });
  const asked = objects.flatMap((object) => {
    const own = fields.get(originKey(object)) ?? new Map<string, readonly number[]>();
    // A sample: a question takes as long as all origins together.
    const paths = [...own.keys()].filter((path) => path !== '[]' && object.kind !== 'Job');
    return paths
      .filter((_path, index) => index % 9 === 0)
      .map((path) => {
        const steps = JSON.parse(path) as Path;
        // What decides about a parent decides about the field.
        const parents = steps.map((_step, length) => JSON.stringify(steps.slice(0, length)));
        const numbers = new Set([path, ...parents].flatMap((key) => own.get(key) ?? []));
        return { object, steps, numbers: [...numbers] };
      });
  });
  expect(asked.length).toBeGreaterThan(5);
  for (const { object, steps, numbers } of asked) {
    const keys = keyed(object, steps);
    const at = (found: unknown) => fieldAt(found, keys);
    const scene = builtScene(system, request, object);
    const explained = explain(system, { request, layers, scene, fieldOf: at });
    const names = explained.sources.map((source) => formatPath(source.path));
    const own = numbers
      .map((number) => sources[number]?.name ?? '')
      .filter((name) => !name.endsWith(' of the release'));
    const field = `${object.kind} ${formatPath(steps)}`;
    expect([field, ...own.sort()]).toEqual([field, ...names.sort()]);
  }
});

test('a default has no place, and a set value has its file and line', () => {
  const [{ system, values }] = small.filter(({ chart }) => chart === 'dozlab-session') as [(typeof small)[number]];
  const layers = [
    {
      ...programLayer(values),
      locate: (path: Path) =>
        path.join('.') === 'session.id' ? { source: 'lab.yaml', line: 3, column: 7 } : undefined,
    },
  ];
  const { values: resolved } = resolve(system.schema, system.rules, layers);
  const { sources } = originsOf({ system, layers, request: { name: 'lab', namespace: 'x', values: resolved } });
  expect(sources.find(({ name }) => name === 'session.id')).toEqual({ name: 'session.id', where: 'lab.yaml:3:7' });
  expect(sources.find(({ name }) => name === 'terminal.image')?.where).toBeUndefined();
});

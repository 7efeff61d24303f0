// Requests and limits of every container in every chart are compared where the values set them.

import { registry } from '../../charts/registry';
import { programLayer, resolve } from '../../lib/values/resolve';
import { cases } from '../support/charts';
import { problemsOf } from '../support/problems';

/** The paths of all maps with requests and limits. */
const pathsIn = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? []
    : Object.entries(value).flatMap(([key, inner]) =>
        typeof inner === 'object' && inner !== null && 'requests' in inner && 'limits' in inner
          ? [[...path, key]]
          : pathsIn(inner, [...path, key]),
      );

const examples = cases.filter(({ name }) => name === 'example');

const all = examples.flatMap(({ chart, system, values }) =>
  pathsIn(resolve(system.schema, system.rules, [programLayer(values)]).values).map((path) => ({
    ...{ chart, system, values },
    path: path.join('.'),
  })),
);

test('every chart has resources', () => {
  expect(new Set(all.map(({ chart }) => chart))).toEqual(new Set(registry.map(({ name }) => name)));
});

test.each(all)('$chart: no request of $path exceeds its limit', ({ system, values, path }) => {
  const at = (resources: object) => path.split('.').reduceRight<object>((inner, key) => ({ [key]: inner }), resources);
  const problems = (resources: object) => problemsOf(system, [values, at(resources)]);
  expect(problems({ requests: { cpu: '3' }, limits: { cpu: '2' } })).toEqual([
    `${path}.requests.cpu: request 3 exceeds the limit 2`,
  ]);
  expect(problems({ requests: { cpu: '2' }, limits: { cpu: '2' } })).toEqual([]);
});

test('an invalid amount hides no others', () => {
  const region = examples.find(({ chart }) => chart === 'daytona-region');
  const over = { requests: { cpu: '3' }, limits: { cpu: '2' } };
  const services = { proxy: { resources: { limits: { cpu: 'many' } } }, sshGateway: { resources: over } };
  expect(region && problemsOf(region.system, [region.values, { services }])).toEqual([
    expect.stringContaining('services.proxy.resources.limits.cpu'),
    'services.sshGateway.resources.requests.cpu: request 3 exceeds the limit 2',
  ]);
});

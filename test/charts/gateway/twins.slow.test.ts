// A route is the twin of an Ingress: the same hosts and paths lead to the same backends.

import fc from 'fast-check';
import { system as region } from '../../../charts/daytona-region';
import { cases } from '../../support/charts';
import { rendered } from '../../support/render';
import { ingressTargets, routeTargets } from './targets';

const ON = { global: { httpRoute: { enabled: true, parentRefs: [{ name: 'shared' }] } } };

const routed = cases.filter(({ chart, name }) => chart.startsWith('daytona') && !name.includes('gateway'));

test.each(routed)('$chart $name', ({ system, values }) => {
  const { objects } = rendered(system, [values, ON]);
  expect(ingressTargets(objects).length).toBeGreaterThan(0);
  expect(routeTargets(objects)).toEqual(expect.arrayContaining(ingressTargets(objects)));
  // A route of a component whose Ingress is off has no twin.
  const own = new Set(objects.filter(({ kind }) => kind === 'Ingress').map(({ metadata }) => metadata.name));
  const twins = objects.filter(
    ({ kind, metadata }) => kind !== 'HTTPRoute' || own.has(metadata.name.replace(/-\d$/, '')),
  );
  expect(ingressTargets(objects)).toEqual(expect.arrayContaining(routeTargets(twins)));
});

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const host = fc.tuple(label, fc.boolean()).map(([name, wild]) => `${wild ? '*.' : ''}${name}.example.com`);
const pathType = fc.constantFrom('Prefix', 'Exact', 'ImplementationSpecific');
const path = label.map((name) => `/${name}`);
const backend = fc.record({
  service: fc.record({ name: label, port: fc.record({ number: fc.integer({ min: 1, max: 65535 }) }) }),
});
const paths = fc.array(fc.record({ path, pathType, backend }), { maxLength: 4 });

test('whatever hosts, paths and rules the Ingress has', () => {
  const front = fc.record({
    path,
    pathType,
    extraHosts: fc.array(fc.record({ name: host, path, pathType }), { maxLength: 4 }),
    extraPaths: paths,
    extraRules: fc.array(
      fc.record(
        { host, http: fc.record({ paths: paths.filter((list) => list.length > 0) }) },
        { requiredKeys: ['http'] },
      ),
      { maxLength: 3 },
    ),
  });
  const example = routed.find(({ chart, name }) => chart === 'daytona-region' && name === 'example')?.values ?? {};
  fc.assert(
    fc.property(front, (ingress) => {
      const { objects } = rendered(region, [
        example,
        ON,
        { services: { proxy: { ingress }, snapshotManager: { enabled: false } } },
      ]);
      expect(routeTargets(objects)).toEqual(ingressTargets(objects));
    }),
    { numRuns: 60 },
  );
});

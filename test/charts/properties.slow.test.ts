// Any valid values render, pass the Kubernetes schema, and render the same twice.

import fc from 'fast-check';
import { checkSchema } from '../../lib/render/schema-check';
import { toYaml } from '../../lib/yaml/yaml';
import { valuesOf } from '../support/arbitrary';
import { cases } from '../support/charts';
import { problemsOf } from '../support/problems';
import { rendered } from '../support/render';

describe.each(cases)('$chart, $name', ({ system, values }) => {
  test('any valid values render the same valid objects twice', () => {
    return fc.assert(
      fc.property(valuesOf(system.schema), (change) => {
        const layers = [values, change];
        fc.pre(problemsOf(system, layers).length === 0);
        const { objects } = rendered(system, layers);
        expect(checkSchema(objects)).toEqual([]);
        expect(toYaml(rendered(system, layers).objects)).toBe(toYaml(objects));
      }),
      { numRuns: 60 },
    );
  });
});

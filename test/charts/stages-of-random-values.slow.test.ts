// For any valid values, appliers can follow the stages.

import fc from 'fast-check';
import { valuesOf } from '../support/arbitrary';
import { cases } from '../support/charts';
import { problemsOf } from '../support/problems';
import { rendered } from '../support/render';
import { late, misplaced } from '../support/stages';

describe.each(cases)('$chart, $name', ({ system, values }) => {
  test('each object is in one stage, and no pod waits for a later one', () => {
    fc.assert(
      fc.property(valuesOf(system.schema), (change) => {
        const layers = [values, change];
        fc.pre(problemsOf(system, layers).length === 0);
        const release = rendered(system, layers);
        expect(misplaced(release)).toEqual([]);
        expect(late(release)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

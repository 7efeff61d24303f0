// Cached validation gives the same result as validating everything.

import { programLayer, resolve, validateCached } from '../../lib/values/resolve';
import { complete } from '../../lib/values/schema/defaults';
import { validate } from '../../lib/values/validate';
import { cases } from '../support/charts';

test.each(cases)('$chart, $name: the same values in the same order, twice', ({ system, values }) => {
  const whole = validate(system.schema, complete(system.schema, values), system.rules);
  expect(whole.problems).toEqual([]);
  for (const _time of ['first', 'again']) {
    const shared = resolve(system.schema, system.rules, [programLayer(values)]);
    expect(JSON.stringify(shared.values)).toBe(JSON.stringify(whole.values));
    expect(shared.values).toEqual(whole.values);
  }
  expect(validateCached(system.schema, values)?.view).toBe(validateCached(system.schema, values)?.view);
});

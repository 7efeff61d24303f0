// Cached validation gives the same result as validating everything.

import type { Layer } from '../../lib/values/layer';
import type { InputError } from '../../lib/values/problem';
import { programLayer, resolve, validateCached } from '../../lib/values/resolve';
import { complete } from '../../lib/values/schema/defaults';
import { type Verdict, validate } from '../../lib/values/validate';
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

/** The values, or the problems and warnings, as text. */
function resultOf(read: () => Pick<Verdict<unknown>, 'values' | 'warnings'>): string {
  try {
    const { values, warnings } = read();
    return JSON.stringify({ values, warnings: warnings.map(({ path, message }) => [path, message]) });
  } catch (error) {
    return (error as InputError).problems.map(({ path, message }) => JSON.stringify([path, message])).join('\n');
  }
}

test.each(cases.filter(({ name }) => name === 'example'))(
  '$chart: the same result after any other release',
  ({ system, values }) => {
    const { schema, rules } = system;
    const keys = Object.keys(schema.properties).filter((_key, at) => at % 12 === 0);
    const others = keys.flatMap((key) => {
      const { [key]: _value, ...rest } = values;
      return [rest, { ...values, [key]: null }, { ...values, [key]: 'bitnami/redis:1' }, values];
    });
    for (const given of others) {
      const fresh = (): Pick<Verdict<unknown>, 'values' | 'warnings'> => {
        // Rules that have not been asked before, and values that have not been seen before.
        const own = rules.map(
          (rule): (typeof rules)[number] =>
            (...asked) =>
              rule(...asked),
        );
        return resolve({ ...schema }, own, [programLayer(given)]);
      };
      const layer: Layer = { ...programLayer(given), apply: () => given };
      expect(resultOf(() => resolve(schema, rules, [layer]))).toBe(resultOf(fresh));
    }
  },
);

// No object has a field that the API server would drop or rewrite, so a second apply changes nothing.

import { Inventory } from '../../lib/render/checks/inventory';
import { cases } from '../support/charts';
import { rendered } from '../support/render';

/** Pod fields that mean nothing when they are empty. */
const EMPTY =
  /"(env|envFrom|volumeMounts|volumes|imagePullSecrets|tolerations|args|command|ports|initContainers|hostAliases)":\[\]/;
const EMPTY_MAP = /"(annotations|labels|nodeSelector|limits|requests)":\{\}/;
/** Quantities with a shorter spelling, in the units that charts use. */
const LONG = /^(0\.\d+|\d+000m|(1024|2048|3072|4096|8192)[KMG]i|\d+000)$/;

test.each(cases)('$chart, $name', ({ system, values }) => {
  const { objects, externals } = rendered(system, [values]);
  const { containers } = new Inventory(objects, externals);
  expect(containers.length).toBeGreaterThan(0);
  const text = JSON.stringify(objects);
  expect(EMPTY.exec(text)?.[0]).toBeUndefined();
  expect(EMPTY_MAP.exec(text)?.[0]).toBeUndefined();
  const variables = containers.flatMap(({ container }) => container.env ?? []);
  expect(variables.filter(({ value }) => value === '')).toEqual([]);
  const amounts = [...text.matchAll(/"(?:limits|requests)":(\{[^}]*\})/g)].flatMap(([, map = '']) =>
    Object.values(JSON.parse(map) as Record<string, string>),
  );
  expect(amounts.length).toBeGreaterThan(0);
  expect(amounts.filter((amount) => LONG.test(amount))).toEqual([]);
});

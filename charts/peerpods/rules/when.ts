// Rules that apply only while a component is enabled.

import type { Rule } from '../../../lib/values/validate';
import type { Values } from '../values';

export const when = (isOn: (values: Values) => boolean, rules: readonly Rule<Values>[]): readonly Rule<Values>[] =>
  rules.map((rule) => (values, report) => {
    if (isOn(values)) rule(values, report);
  });

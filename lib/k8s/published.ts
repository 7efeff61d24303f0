// Publicly known credentials that an installed release keeps for now.

import { valueAt } from '../values/path';
import { list, text } from '../values/schema/schema';
import type { Rule } from '../values/validate';

/** For charts whose Helm counterparts have published defaults; spread it into the schema. */
export const publishedValues = {
  keepPublishedCredentials: list(
    text({
      description: 'Path of a value, such as services.api.env.ENCRYPTION_KEY.',
      minLength: 1,
      expected: 'the path of a value',
    }),
    {
      description:
        'Credentials that may keep the publicly known default of the Helm chart, because an installed release runs with it. Replace them one by one, and remove them here.',
      default: [],
    },
  ),
};

interface Values {
  readonly keepPublishedCredentials: readonly string[];
}

/** Each entry is the path of a string in the values. */
export const publishedRule: Rule<Values> = (values, report) => {
  for (const [index, path] of values.keepPublishedCredentials.entries()) {
    if (typeof valueAt(values, stepsOf(path)) === 'string') continue;
    report.error((v) => v.keepPublishedCredentials[index], 'is not the path of a credential of this chart');
  }
};

/** The steps of `dex.config.staticPasswords[0].password`. */
const stepsOf = (path: string): (string | number)[] =>
  path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));

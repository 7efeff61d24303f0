// Limits of strings and numbers in custom resources.

import { scalarFaults } from '../../lib/k8s/custom-resources/scalars';
import type { Part } from '../../lib/k8s/custom-resources/schemas';

test.each<[object, unknown, string[]]>([
  [{ minimum: 1 }, 1, []],
  [{ minimum: 1 }, 0, ['must be at least 1']],
  [{ minimum: 1, exclusiveMinimum: true }, 1, ['must be more than 1']],
  [{ minimum: 1, exclusiveMinimum: true }, 2, []],
  [{ maximum: 9 }, 9, []],
  [{ maximum: 9 }, 10, ['must be at most 9']],
  [{ maximum: 9, exclusiveMaximum: true }, 9, ['must be less than 9']],
  [{ maximum: 9, exclusiveMaximum: true }, 8, []],
  [{ multipleOf: 5 }, 10, []],
  [{ multipleOf: 5 }, 12, ['must be a multiple of 5']],
  [{ format: 'int32' }, -2147483648, []],
  [{ format: 'int32' }, -2147483649, ['must be at least -2147483648']],
  [{ minLength: 2 }, 'ab', []],
  [{ minLength: 2 }, '𝒜', ['must have at least 2 characters']],
  [{ maxLength: 1 }, '𝒜', []],
  [{ format: 'ipv4' }, '192.0.2.1', []],
  [{ format: 'ipv4' }, '2001:db8::1', ['must be an IPv4 address']],
  [{ format: 'ipv6' }, '192.0.2.1', ['must be an IPv6 address']],
  [{ enum: ['', 'a'] }, 'b', ['must be "" or a']],
])('the limits %j of %j', (part, value, expected) => {
  expect([...scalarFaults(part as Part, value)]).toEqual(expected);
});

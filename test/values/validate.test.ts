import { formatProblem } from '../../lib/values/problem';
import { SpelledNumber } from '../../lib/values/scalar';
import { complete } from '../../lib/values/schema/defaults';
import { blocks, integer, object, text } from '../../lib/values/schema/schema';
import { type Rule, validate } from '../../lib/values/validate';
import { everyBuilder, required } from '../support/every-builder';
import { schemaErrors } from '../support/schema-errors';

const about = { description: 'What it is. More about it.' };

test('all problems are reported at once', () => {
  const tree = {
    id: 5,
    auth: { user: '' },
    replicas: 99,
    affinty: {},
    tolerations: [{ kee: 'x' }],
    pools: { a: { size: 'x' } },
  };
  expect(schemaErrors(everyBuilder, tree)).toEqual([
    'affinty: unknown key (did you mean affinity?)',
    'replicas: invalid value 99 (expected an integer from 0 to 10)',
    'pools.a.size: invalid value "x" (expected an integer)',
    'auth.password: is required (expected at least 8 characters; Password)',
    'auth.user: must not be empty (expected a string)',
    'tolerations[0].kee: unknown key (did you mean key?)',
  ]);
});

describe('rules between values', () => {
  const schema = object({
    low: integer({ ...about, default: 1 }),
    high: integer({ ...about, default: 2 }),
    other: object({ name: text({ ...about, default: 'x' }), size: integer({ ...about, default: 1 }) }),
  });
  type Values = { low: number; high: number; other: { name: string; size: number } };
  const order: Rule<Values> = ({ low, high }, report) => {
    if (low > high) report.error((v) => v.low, `must not exceed high, ${high}`);
  };
  const naming: Rule<Values> = ({ other }, report) => {
    if (other.name === 'bad') report.error((v) => v.other.name, 'is a bad name');
    if (other.name === 'odd') report.warning((v) => v.other.name, 'is an odd name');
  };
  const verdict = (tree: object) => validate(schema, complete(schema, tree), [order, naming]);
  const problemsOf = (tree: object) => verdict(tree).problems.map(formatProblem);

  test('are all checked, and reported with the other problems', () => {
    expect(problemsOf({ low: 5, other: { name: 'bad', size: 'x' } })).toEqual([
      'other.size: invalid value "x" (expected an integer)',
      'low: must not exceed high, 2',
      'other.name: is a bad name',
    ]);
  });

  test('are checked despite an unknown key next to the values that they read', () => {
    expect(problemsOf({ low: 5, lowest: 1 })).toEqual([
      'lowest: unknown key (expected one of low, high, other)',
      'low: must not exceed high, 2',
    ]);
  });

  test('report nothing about values that are invalid by themselves', () => {
    expect(problemsOf({ low: 5, high: 'x', other: 'x' })).toEqual([
      'high: invalid value "x" (expected an integer)',
      'other: invalid string "x" (expected a map)',
    ]);
  });

  test('report nothing about a block that is not valid', () => {
    const mounts = object({ mounts: blocks<{ mountPath: string }>('VolumeMount', { ...about, default: [] }) });
    const relative: Rule<{ mounts: { mountPath: string }[] }> = ({ mounts: given }, report) => {
      if (given.some(({ mountPath }) => !mountPath.startsWith('/'))) report.error((v) => v.mounts, 'must be absolute');
    };
    const { problems } = validate(mounts, complete(mounts, { mounts: [{ name: 'a' }] }), [relative]);
    expect(problems.map(formatProblem)).toEqual(['mounts[0].mountPath: is required']);
  });

  test('only warn if they use warning', () => {
    const { values, problems, warnings } = verdict({ other: { name: 'odd' } });
    expect(values?.other.name).toBe('odd');
    expect(problems).toEqual([]);
    expect(warnings.map(formatProblem)).toEqual(['other.name: is an odd name']);
  });

  test('a rule that throws is a bug, and the error is not hidden', () => {
    const broken: Rule<Values> = () => {
      throw new TypeError('bug');
    };
    expect(() => validate(schema, complete(schema, {}), [broken])).toThrow('bug');
  });

  test('invalid values are not returned', () => {
    expect(verdict({ low: 'x' }).values).toBeUndefined();
  });
});

describe('valid values', () => {
  const resolved = (change: object) =>
    validate(everyBuilder, complete(everyBuilder, { ...required, ...change }), []).values as Record<string, unknown>;

  test('have the types of the schema', () => {
    const change = {
      title: 5,
      version: new SpelledNumber(1.2, '1.20'),
      replicas: '3',
      delta: new SpelledNumber(16, '0x10'),
    };
    expect(resolved({ ...change, note: true, surge: '2', pullSecrets: [{ name: 'a' }, 'b'] })).toMatchObject({
      title: '5',
      version: '1.20',
      replicas: 3,
      delta: 16,
      note: 'true',
      surge: 2,
      pullSecrets: ['a', 'b'],
    });
  });

  test('are frozen at every level', () => {
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(resolved({ tolerations: [{ key: 'a' }] }))).toBe(true);
  });

  test('are in the order of the schema, not of the file', () => {
    const { id, ...rest } = resolved({});
    const other = { ...rest, id };
    expect(Object.keys(other)).not.toEqual(Object.keys(resolved({})));
    expect(Object.keys(resolved(other))).toEqual(Object.keys(resolved({})));
  });
});

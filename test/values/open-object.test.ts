// Maps with known keys that allow others: environment variables.

import { programLayer, resolve } from '../../lib/values/resolve';
import { generatedValues } from '../../lib/values/schema/generated';
import { jsonSchema } from '../../lib/values/schema/json-schema';
import { valuesReference } from '../../lib/values/schema/reference';
import { type DeepPartial, integer, object, openObject, type Static, text } from '../../lib/values/schema/schema';
import { isSecretAt } from '../../lib/values/schema/secret';

const schema = object({
  env: openObject(
    { PORT: integer({ description: 'Port.', default: 3000 }), NAME: text({ description: 'Name.', default: '' }) },
    text({ description: 'Any other variable.', secret: true }),
  ),
});
const given = (env: DeepPartial<Static<typeof schema>>['env']) => resolve(schema, [], [programLayer({ env })]).values;

test('other keys are kept as strings, sorted after the known ones', () => {
  expect(Object.entries(given({ ZETA: false, ALPHA: 1, PORT: 8080 }).env)).toEqual([
    ['PORT', 8080],
    ['NAME', ''],
    ['ALPHA', '1'],
    ['ZETA', 'false'],
  ]);
});

test('null removes such a key', () => {
  expect(given({ ALPHA: null }).env).toEqual({ PORT: 3000, NAME: '' });
});

test('an invalid value is rejected with its location, and not shown', () => {
  const wrong = { env: { ALPHA: ['s3cret'], PORT: 'x' } };
  expect(() => resolve(schema, [], [programLayer(wrong)])).toThrow(
    'env.ALPHA: must not be a list (expected a string)\nenv.PORT: invalid value "x" (expected an integer)',
  );
});

test('rules can read the other keys even if a known one is invalid', () => {
  const seen: string[] = [];
  const rule = (values: Static<typeof schema>) => void seen.push(...Object.keys(values.env));
  expect(() => resolve(schema, [rule], [programLayer({ env: { ALPHA: 'a', PORT: 'x' } })])).toThrow('env.PORT');
  expect(seen).toEqual(['PORT', 'NAME', 'ALPHA']);
});

test('the other keys are secret if their schema says so', () => {
  expect(isSecretAt(schema, ['env', 'ALPHA'])).toBe(true);
  expect(isSecretAt(schema, ['env', 'NAME'])).toBe(false);
});

test('editors and the documentation show it', () => {
  expect(jsonSchema(schema, { title: 'x' })).toMatchObject({
    properties: { env: { additionalProperties: { writeOnly: true } } },
  });
  expect(valuesReference(schema, 2)).toContain('- **`env.*`** (string, secret)<br>Any other variable.\n');
});

test('values that can be generated are found by their path', () => {
  const pair = { as: 'ssh-private-key', pair: 'host' } as const;
  const credentials = object({
    name: text({ description: 'Name.' }),
    ssh: object({ key: text({ description: 'Key.', secret: true, generate: pair }) }),
  });
  expect(generatedValues(credentials)).toEqual([{ path: ['ssh', 'key'], generator: pair }]);
});

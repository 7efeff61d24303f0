import { loadLayer } from '../../lib/values/file/load';
import { product } from './support/product';
import { run } from './support/run';

test('values prints YAML that starts with a description', async () => {
  const { code, out, err } = await run(product, ['values', 'buoy']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^# Values of buoy 10\.0\.0\. /);
  expect(loadLayer({ source: 'values.yaml', text: out }).apply({})).toMatchObject({ bells: 1, moored: false });
});

test('values --provider prints the keys of one provider', async () => {
  const { code, out } = await run(product, ['values', 'buoy', '--provider', 'coastguard']);
  expect(code).toBe(0);
  expect(loadLayer({ source: 'values.yaml', text: out }).apply({})).toEqual({ bells: 2 });
});

test('values --provider --secrets prints the credentials to fill in', async () => {
  const { code, out, err } = await run(product, ['values', 'buoy', '--provider', 'coastguard', '--secrets']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe('# Credentials of the coastguard\ncode: ""\n');
});

test('values --secrets without a provider is a usage error', async () => {
  const { code, out, err } = await run(product, ['values', 'buoy', '--secrets']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('error: --secrets requires --provider\n');
});

test('an unknown provider is a usage error', async () => {
  const { code, out, err } = await run(product, ['values', 'buoy', '--provider', 'coastgard']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('error: unknown provider coastgard (did you mean coastguard?)\n');
});

test('schema prints JSON Schema with the chart and its version as title', async () => {
  const { code, out, err } = await run(product, ['schema', 'buoy']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Values of buoy 10.0.0',
    required: ['color'],
    additionalProperties: false,
  });
});

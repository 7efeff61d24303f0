import { valuesContents, valuesReference } from '../../lib/values/schema/reference';
import { integer, list, object, text } from '../../lib/values/schema/schema';
import { everyBuilder } from '../support/every-builder';

test('there is an entry for every value', () => {
  expect(valuesReference(everyBuilder, 3)).toMatchInlineSnapshot(`
"- **\`id\`** (string, **required**)<br>Identifier of the release. Expected: letters and digits.
- **\`title\`** (string, default \`"yes"\`)<br>Shown to people.
- **\`version\`** (string, default \`"1.10"\`)<br>Version.
- **\`digest\`** (string, default \`""\`)<br>Digest.
- **\`note\`** (string, default \`"one\\n  two: # three\\n"\`)<br>Several lines.
- **\`code\`** (string, default \`"0123"\`)<br>Code that is not a number.
- **\`replicas\`** (integer, default \`2\`)<br>Number of pods.
- **\`delta\`** (integer, default \`0\`)<br>Any whole number.
- **\`surge\`** (integer or percentage, default \`"25%"\`)<br>Pods above the number.
- **\`debug\`** (boolean, default \`false\`)<br>Whether to say more.
- **\`level\`** (one of \`debug\`, \`info\`, default \`"info"\`)<br>Log level.
- **\`ratio\`** (one of \`1\`, \`2\`, default \`2\`)<br>Factor.
- **\`size\`** (integer)<br>Bytes; left out, there is no limit.
- **\`hosts\`** ([]string, default \`["a","on"]\`)<br>Names to answer to.
- **\`ports\`** ([]object, default \`[{"name":"http","port":80}]\`)<br>Ports.
- **\`ports[].name\`** (string, **required**)<br>Name of the port.
- **\`ports[].port\`** (integer, default \`80\`)<br>Number of the port.
- **\`pullSecrets\`** ([]string, default \`[]\`)<br>Secrets.
- **\`labels\`** (map[string]string, default \`{"team":"x","example.com/on":"off"}\`)<br>Labels.
- **\`pools\`** (map[string]object, default \`{}\`)<br>Pools.
- **\`pools.*.size\`** (integer, default \`1\`)<br>Nodes.
- **\`affinity\`** (\`Affinity\`, default \`{}\`)<br>Affinity.
- **\`context\`** (\`SecurityContext\`, default \`{"runAsUser":1000,"capabilities":{"drop":["ALL"]}}\`)<br>Security context.
- **\`tolerations\`** (\`[]Toleration\`, default \`[]\`)<br>Tolerations.
- **\`auth.user\`** (string, **required**)<br>User.
- **\`auth.password\`** (string, **required**, secret)<br>Password. Expected: at least 8 characters.
- **\`auth.hint\`** (string)<br>Shown after a failed login.
- **\`proxy\`** (object)<br>Proxy on the way out.
- **\`proxy.url\`** (string, **required**)<br>Address.
- **\`proxy.port\`** (integer, default \`3128\`)<br>Port.
- **\`extra.color\`** (one of \`red\`, \`green\`)<br>Color.
- **\`nested.inner.flag\`** (boolean, default \`true\`)<br>Flag.
"
`);
});

test('Markdown in a description is escaped, and a value is on one line', () => {
  const schema = object({ 'a.b': text({ description: 'Either\n<x> | <y>.', default: '|' }) });
  expect(valuesReference(schema, 2)).toBe('- **`["a.b"]`** (string, default `"|"`)<br>Either \\<x> | \\<y>.\n');
});

const many = (count: number) =>
  object(
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`v${at}`, integer({ description: 'V.', default: at })]),
    ),
  );
const headings = (markdown: string) => markdown.split('\n').filter((line) => line.startsWith('#'));

test('a component has a section; one with many values is split into its parts, unless they are small', () => {
  const schema = object({
    size: integer({ description: 'Size.', default: 1 }),
    api: object({ env: many(20), image: many(5), service: many(12) }),
    proxy: object({ env: many(10), service: many(10) }),
    limits: many(4),
  });
  expect(headings(valuesReference(schema, 2))).toEqual([
    '## General',
    '## `api`',
    '## `api.env`',
    '## `api.service`',
    '## `proxy`',
  ]);
});

test('the contents link each section', () => {
  const size = integer({ description: 'Size.', default: 1 });
  const schema = object({ size, 'kata-deploy': object({ env: many(30) }) });
  expect(valuesContents(schema, 'values.md')).toBe(
    '- [General](values.md#general): 1 value\n- [`kata-deploy.env`](values.md#kata-deployenv): 30 values\n',
  );
});

test('each value is listed once, however the sections are split', () => {
  const schema = object({
    a: object({ b: many(30), list: list(many(6), { description: 'L.', default: [] }), c: many(2) }),
  });
  const keys = [...valuesReference(schema, 2).matchAll(/^- \*\*`([^`]+)`/gm)].map(([, key]) => key);
  expect(keys).toHaveLength(30 + 7 + 2);
  expect(new Set(keys).size).toBe(39);
});

import { valuesTable } from '../../lib/values/reference';
import { object, text } from '../../lib/values/schema';
import { everyBuilder } from '../support/every-builder';

test('one row for every value', () => {
  expect(valuesTable(everyBuilder)).toMatchInlineSnapshot(`
"| Key | Type | Default | Description |
| --- | --- | --- | --- |
| \`id\` | text | **required** | Identifier of the release. Expected: letters and digits. |
| \`title\` | text | \`"yes"\` | Shown to people. |
| \`version\` | text | \`"1.10"\` | Version. |
| \`digest\` | text | \`""\` | Digest. Expected: a digest. |
| \`note\` | text | \`"one\\n two: # three\\n"\` | Several lines. |
| \`code\` | text | \`"0123"\` | Code that is not a number. |
| \`replicas\` | integer | \`2\` | Number of pods. |
| \`delta\` | integer | \`0\` | Any whole number. |
| \`surge\` | integer or percentage | \`"25%"\` | Pods above the number. |
| \`debug\` | boolean | \`false\` | Whether to say more. |
| \`level\` | one of \`debug\`, \`info\` | \`"info"\` | Log level. |
| \`ratio\` | one of \`1\`, \`2\` | \`2\` | Factor. |
| \`size\` | integer |  | Bytes; left out, there is no limit. |
| \`hosts\` | list of text | \`["a","on"]\` | Names to answer to. |
| \`ports\` | list of map | \`[{"name":"http","port":80}]\` | Ports. |
| \`ports[].name\` | text | **required** | Name of the port. |
| \`ports[].port\` | integer | \`80\` | Number of the port. |
| \`pullSecrets\` | list of text | \`[]\` | Secrets. |
| \`labels\` | map of text | \`{"team":"x","example.com/on":"off"}\` | Labels. |
| \`pools\` | map of map | \`{}\` | Pools. |
| \`pools.*.size\` | integer | \`1\` | Nodes. |
| \`affinity\` | \`Affinity\` | \`{}\` | Affinity. |
| \`context\` | \`SecurityContext\` | \`{"runAsUser":1000,"capabilities":{"drop":["ALL"]}}\` | Security context. |
| \`tolerations\` | list of \`Toleration\` | \`[]\` | Tolerations. |
| \`auth.user\` | text | **required** | User. |
| \`auth.password\` | text | **required** | Password. Expected: at least 8 characters. Secret. |
| \`auth.hint\` | text |  | Shown after a failed login. |
| \`proxy\` | map |  | Proxy on the way out. |
| \`proxy.url\` | text | **required** | Address. |
| \`proxy.port\` | integer | \`3128\` | Port. |
| \`extra.color\` | one of \`red\`, \`green\` |  | Color. |
| \`nested.inner.flag\` | boolean | \`true\` | Flag. |
"
`);
});

test('what would break the table is escaped', () => {
  const schema = object({ 'a.b': text({ description: 'Either\n<x> | <y>.', default: '|' }) });
  expect(valuesTable(schema).split('\n')[2]).toBe('| `["a.b"]` | text | `"\\|"` | Either \\<x> \\| \\<y>. |');
});

import { valuesTable } from '../../lib/values/reference';
import { object, text } from '../../lib/values/schema';
import { everyBuilder } from '../support/every-builder';

test('one row for every value', () => {
  expect(valuesTable(everyBuilder)).toMatchInlineSnapshot(`
"| Key | Type | Default | Description |
| --- | --- | --- | --- |
| \`id\` | string | **required** | Identifier of the release. Expected: letters and digits. |
| \`title\` | string | \`"yes"\` | Shown to people. |
| \`version\` | string | \`"1.10"\` | Version. |
| \`digest\` | string | \`""\` | Digest. |
| \`note\` | string | \`"one\\n two: # three\\n"\` | Several lines. |
| \`code\` | string | \`"0123"\` | Code that is not a number. |
| \`replicas\` | integer | \`2\` | Number of pods. |
| \`delta\` | integer | \`0\` | Any whole number. |
| \`surge\` | integer or percentage | \`"25%"\` | Pods above the number. |
| \`debug\` | boolean | \`false\` | Whether to say more. |
| \`level\` | one of \`debug\`, \`info\` | \`"info"\` | Log level. |
| \`ratio\` | one of \`1\`, \`2\` | \`2\` | Factor. |
| \`size\` | integer |  | Bytes; left out, there is no limit. |
| \`hosts\` | []string | \`["a","on"]\` | Names to answer to. |
| \`ports\` | []object | \`[{"name":"http","port":80}]\` | Ports. |
| \`ports[].name\` | string | **required** | Name of the port. |
| \`ports[].port\` | integer | \`80\` | Number of the port. |
| \`pullSecrets\` | []string | \`[]\` | Secrets. |
| \`labels\` | map[string]string | \`{"team":"x","example.com/on":"off"}\` | Labels. |
| \`pools\` | map[string]object | \`{}\` | Pools. |
| \`pools.*.size\` | integer | \`1\` | Nodes. |
| \`affinity\` | \`Affinity\` | \`{}\` | Affinity. |
| \`context\` | \`SecurityContext\` | \`{"runAsUser":1000,"capabilities":{"drop":["ALL"]}}\` | Security context. |
| \`tolerations\` | \`[]Toleration\` | \`[]\` | Tolerations. |
| \`auth.user\` | string | **required** | User. |
| \`auth.password\` | string | **required** | Password. Expected: at least 8 characters. Secret. |
| \`auth.hint\` | string |  | Shown after a failed login. |
| \`proxy\` | object |  | Proxy on the way out. |
| \`proxy.url\` | string | **required** | Address. |
| \`proxy.port\` | integer | \`3128\` | Port. |
| \`extra.color\` | one of \`red\`, \`green\` |  | Color. |
| \`nested.inner.flag\` | boolean | \`true\` | Flag. |
"
`);
});

test('what would break the table is escaped', () => {
  const schema = object({ 'a.b': text({ description: 'Either\n<x> | <y>.', default: '|' }) });
  expect(valuesTable(schema).split('\n')[2]).toBe('| `["a.b"]` | string | `"\\|"` | Either \\<x> \\| \\<y>. |');
});

import { loadLayer } from '../../lib/values/file/load';
import { programLayer, resolve } from '../../lib/values/resolve';
import { object, optional, text } from '../../lib/values/schema/schema';
import { valuesTemplate } from '../../lib/values/schema/template';
import { everyBuilder, required } from '../support/every-builder';

const template = valuesTemplate(everyBuilder, { title: 'Values of everything' });
const layer = loadLayer({ source: 'values.yaml', text: template });

test('unchanged, it gives exactly the defaults', () => {
  const given = programLayer(required);
  expect(resolve(everyBuilder, [], [layer, given])).toEqual(resolve(everyBuilder, [], [given]));
});

test('every key with a default is active, and no other', () => {
  const live = ['title', 'version', 'digest', 'note', 'code', 'replicas', 'delta', 'surge', 'debug', 'level', 'ratio'];
  const rest = ['hosts', 'ports', 'pullSecrets', 'labels', 'pools', 'affinity', 'context', 'tolerations', 'nested'];
  expect(Object.keys(layer.apply({}))).toEqual([...live, ...rest]);
});

test('with all # before keys removed, no key is unknown, and only the examples are invalid', () => {
  const uncommented = template.replaceAll(/^( *)#(?! )/gm, '$1').replaceAll(/^#(?= {2})/gm, '');
  const all = loadLayer({ source: 'values.yaml', text: uncommented });
  expect(all.apply({})).toMatchObject({ id: '', size: 1, auth: { user: '', password: '' }, proxy: { port: 3128 } });
  const message = (() => {
    try {
      resolve(everyBuilder, [], [all]);
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  })();
  expect(message.split('\n').map((line) => line.replace(/^\S+ (\S+: [^(]*).*/, '$1'))).toEqual([
    'id: must not be empty ',
    'auth.user: must not be empty ',
    'auth.password: must not be empty ',
    'proxy.url: must not be empty ',
  ]);
});

test('the pinned text', () => {
  expect(template).toMatchInlineSnapshot(`
"# Values of everything. Keys are set to their defaults. Commented-out keys have no default: to set
# one, remove the # and edit the value.

# Identifier of the release. (required; letters and digits)
#id: ""

# Shown to people.
title: "yes"

# Version.
version: "1.10"

# Digest.
digest: ""

# Several lines.
note: |
  one
    two: # three

# Code that is not a number.
code: "0123"

# Number of pods. (an integer from 0 to 10)
replicas: 2

# Any whole number.
delta: 0

# Pods above the number. (an integer of at least 0 or a percentage such as 25%)
surge: 25%

# Whether to say more.
debug: false

# Log level. (one of debug, info)
level: info

# Factor. (one of 1, 2)
ratio: 2

# Bytes; left out, there is no limit. (an integer of at least 1)
#size: 1

# Names to answer to.
hosts:
  - a
  - "on"

# Ports.
ports:
  - name: http
    port: 80

# Secrets. (each the name of an object)
pullSecrets: []

# Labels.
labels:
  team: x
  example.com/on: "off"

# Pools.
pools: {}

# Affinity. (Kubernetes Affinity)
affinity: {}

# Security context. (Kubernetes SecurityContext)
context:
  runAsUser: 1000
  capabilities:
    drop:
      - ALL

# Tolerations. (a list of Kubernetes Toleration)
tolerations: []

# Login.
#auth:
#  # User. (required)
#  user: ""
#  # Password. (required; secret; at least 8 characters)
#  password: ""
#  # Shown after a failed login.
#  #hint: ""

# Proxy on the way out.
#proxy:
#  # Address. (required)
#  url: ""
#  # Port.
#  port: 3128

# Extras.
#extra:
#  # Color. (one of red, green)
#  #color: red

nested:
  inner:
    # Flag.
    flag: true
"
`);
});

test('comments are wrapped at 100 columns, including # and indentation', () => {
  const description = 'word '.repeat(200);
  const schema = object({ a: object({ b: optional(object({ c: text({ description }) }, { description })) }) });
  const lines = valuesTemplate(schema, { title: 'T' }).split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(lines.filter((line) => line.length > 80).length).toBeGreaterThan(10);
});

test('YAML 1.1 and 1.2 readers agree on it', () => {
  expect(template).toContain('title: "yes"\n');
  expect(template).toContain('version: "1.10"\n');
  expect(template).toContain('code: "0123"\n');
  expect(template).toContain('example.com/on: "off"\n');
});

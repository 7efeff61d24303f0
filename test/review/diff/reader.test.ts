import { manifestsOfText } from '../../../lib/review/diff/documents';
import { manifestReader } from '../../../lib/review/diff/reader';
import { toYaml } from '../../../lib/yaml/yaml';

const map = (name: string, data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
const [a, b] = [map('a', { text: 'one\n---\ntwo', port: '080' }), map('b', { yes: 'no' })];
const read = manifestReader([a, b]);

test.each([
  ['all objects unchanged', toYaml([a, b]), false],
  ['one of them', toYaml([b]), false],
  ['another order', toYaml([b, a]), false],
  ['a list with an invalid item', 'apiVersion: v1\nkind: List\nitems: []\nrequirements: {}\n', false],
  ['an object that was edited', toYaml([a, b]).replace('"no"', '"yes"'), true],
  ['an object that is formatted differently', `# mine\n${toYaml([b])}`, true],
  ['objects after an empty list', `kind: List\nitems: []\n---\n${toYaml([b])}`, true],
  [
    'a list with some items',
    `apiVersion: v1\nkind: List\nitems:\n  - ${toYaml([b]).trimEnd().replaceAll('\n', '\n    ')}\n`,
    true,
  ],
])('%s', (_what, text, parsed) => {
  const found = read('x.yaml', text);
  expect(found).toEqual(manifestsOfText('x.yaml', text));
  expect(found.every((object) => object === a || object === b)).toBe(!parsed);
});

import { manifestsOfText } from '../../../lib/review/diff/documents';
import { manifestReader } from '../../../lib/review/diff/reader';
import { toYaml } from '../../../lib/yaml/yaml';

const map = (name: string, data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
const [a, b] = [map('a', { text: 'one\n---\ntwo', port: '080' }), map('b', { yes: 'no' })];
const read = manifestReader([a, b]);

test.each([
  ['all objects as they are', toYaml([a, b]), false],
  ['one of them', toYaml([b]), false],
  ['another order', toYaml([b, a]), false],
  ['a list of none', 'apiVersion: v1\nkind: List\nitems: []\nrequirements: {}\n', false],
  ['an object that was edited', toYaml([a, b]).replace('"no"', '"yes"'), true],
  ['an object that is written otherwise', `# mine\n${toYaml([b])}`, true],
  ['objects behind a list of none', `kind: List\nitems: []\n---\n${toYaml([b])}`, true],
  [
    'a list of some',
    `apiVersion: v1\nkind: List\nitems:\n  - ${toYaml([b]).trimEnd().replaceAll('\n', '\n    ')}\n`,
    true,
  ],
])('%s', (_what, text, parsed) => {
  const found = read('x.yaml', text);
  expect(found).toEqual(manifestsOfText('x.yaml', text));
  expect(found.every((object) => object === a || object === b)).toBe(!parsed);
});

// The recorded command of a release: the flags that `synth` records, and nothing else.

import { recipeProblems } from '../../lib/output/index/recipe-schema';

const RECIPE = { chart: 'daytona', layout: 'release', flags: {}, inputs: {} };
const problems = (change: object) =>
  recipeProblems({ ...RECIPE, ...change }).map(({ path, message }) => `${path.join('.')}: ${message}`);
const flags = (given: object) => problems({ flags: given });

const TEXTS = ['name', 'namespace', 'appVersion', 'imageLock', 'certificate', 'secretStore', 'applyset', 'target'];
const LISTS = ['values', 'setJson', 'set', 'setString', 'setLiteral', 'patch', 'secrets', 'delivery'];
const OF_RELEASE = ['name', 'namespace', 'appVersion', 'values', 'setJson', 'set', 'setString', 'setLiteral', 'patch'];
const WRONG = 'is not a recorded synth flag';

test.each([...TEXTS, 'config'])('%s is a text', (flag) => {
  expect(flags({ [flag]: 'a' })).toEqual([]);
  for (const value of ['', ['a'], 7, 'a\0b']) expect(flags({ [flag]: value })).toEqual([`flags.${flag}: ${WRONG}`]);
});

test.each(LISTS)('%s is a list of texts', (flag) => {
  expect(flags({ [flag]: ['a', ''] })).toEqual([]);
  for (const value of ['a', [7], {}]) expect(flags({ [flag]: value })).toEqual([`flags.${flag}: ${WRONG}`]);
});

test.each(['output', 'setFile', 'stdout', 'constructor'])('%s is not recorded', (flag) => {
  expect(flags({ [flag]: ['a'] })).toEqual([`flags.${flag}: ${WRONG}`]);
});

test.each([...TEXTS, ...LISTS])('with a releases file, %s is in the file, if it is of a single release', (flag) => {
  const found = flags({ config: 'a.yaml', [flag]: LISTS.includes(flag) ? ['a'] : 'a' });
  expect(found).toEqual(OF_RELEASE.includes(flag) ? [`flags.${flag}: conflicts with config`] : []);
});

test.each([
  [{ chart: 'A_b' }, 'chart: must be the name of a chart'],
  [{ chart: 7 }, 'chart: must be the name of a chart'],
  [{ layout: 'files' }, 'layout: must be release or objects'],
  [{ delivers: 'A' }, 'delivers: must be the name of a release'],
  [{ unreproducible: 'a\nb' }, 'unreproducible: must be a single line'],
  [{ unreproducible: '' }, 'unreproducible: must be a single line'],
  [{ unreproducible: 'x'.repeat(201) }, 'unreproducible: must be a single line'],
  [{ flags: [] }, 'flags: must be a JSON object'],
  [{ inputs: 7 }, 'inputs: must be a JSON object'],
  [{ inputs: { 'a.yaml': 'abc' } }, 'inputs.a.yaml: must be a SHA-256'],
  [{ inputs: { 'a\0': '-' } }, 'inputs.a\0: is not a valid path'],
  [{ more: 1 }, 'more: unknown key'],
])('%j is refused', (change, problem) => {
  expect(problems(change)).toEqual([problem]);
});

test.each([
  [{ layout: 'objects', delivers: 'lab' }],
  [{ unreproducible: 'x'.repeat(200) }],
  [{ inputs: { 'a.yaml': '0'.repeat(64), 'b.yaml': '-' } }],
])('%j is accepted', (change) => {
  expect(problems(change)).toEqual([]);
});

test('a recipe is an object', () => {
  expect(recipeProblems('a')).toEqual([{ path: [], message: 'must be a JSON object' }]);
});

import * as fc from 'fast-check';
import { loadLayer } from '../../lib/values/file/load';
import { type SetFlag, setLayer } from '../../lib/values/file/set';
import type { Tree } from '../../lib/values/layer';
import { InputError } from '../../lib/values/problem';
import { SpelledNumber } from '../../lib/values/scalar';

const files: Readonly<Record<string, string>> = { 'cert.pem': 'CERT\n', 'a,b': 'odd' };
function readText(file: string): string {
  const content = files[file];
  if (content === undefined) throw new InputError([{ path: [], message: 'no such file', origin: { source: file } }]);
  return content;
}

const layer = (flag: SetFlag, argument: string) => setLayer(flag, argument, readText);
const set = (argument: string, below: Tree = {}) => layer('--set', argument).apply(below);
const dots = (count: number) => Array.from({ length: count }, (_, i) => `k${i}`).join('.');

describe('--set is parsed as in Helm', () => {
  test.each([
    ['', {}],
    ['a=1', { a: 1 }],
    ['a.b=1,c=2', { a: { b: 1 }, c: 2 }],
    ['a.b=1,a.c=2', { a: { b: 1, c: 2 } }],
    ['a=1,', { a: 1 }],
    ['a=', { a: '' }],
    ['a=,b=x', { a: '', b: 'x' }],
    ['a=null', { a: null }],
    ['a=true,b=False,c=NULL', { a: true, b: false, c: null }],
    ['a=0,b=-5,c=+5', { a: 0, b: -5, c: 5 }],
    ['a=00009,b=1.5,c=1e3,d=0x10', { a: '00009', b: '1.5', c: '1e3', d: '0x10' }],
    ['a=1234567890', { a: 1234567890 }],
    ['a=9007199254740993', { a: new SpelledNumber(9007199254740992, '9007199254740993') }],
    ['a=9223372036854775808', { a: '9223372036854775808' }],
    ['a=one two', { a: 'one two' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=b.c[0]', { a: 'b.c[0]' }],
    ['a=b\\,c,d=e', { a: 'b,c', d: 'e' }],
    ['a\\.b=x', { 'a.b': 'x' }],
    ['a\\,b\\=c=x', { 'a,b=c': 'x' }],
    ['a=\\\\', { a: '\\' }],
    ['nodeSelector.kubernetes\\.io/role=master', { nodeSelector: { 'kubernetes.io/role': 'master' } }],
    ['a={x,y}', { a: ['x', 'y'] }],
    ['a={1,true,null,x y},b=z', { a: [1, true, null, 'x y'], b: 'z' }],
    ['a={x\\,y,\\}}', { a: ['x,y', '}'] }],
    ['a={}', { a: [] }],
    ['a=[]', { a: [] }],
    ['a={,}', { a: ['', ''] }],
    ['a[0]=x', { a: ['x'] }],
    ['a[0]=', { a: [''] }],
    ['a[0].b=x', { a: [{ b: 'x' }] }],
    ['a[0].b=x,a[0].c=y,a[1].b=z', { a: [{ b: 'x', c: 'y' }, { b: 'z' }] }],
    ['a[1].b=x,a[0].b=y', { a: [{ b: 'y' }, { b: 'x' }] }],
    ['a[2]=x', { a: [null, null, 'x'] }],
    ['a[0][1]=y', { a: [[null, 'y']] }],
    ['a[0][1].b={x}', { a: [[null, { b: ['x'] }]] }],
  ])('%s', (argument, tree) => {
    expect(set(argument)).toEqual(tree);
  });

  test('a list index changes the list from a file', () => {
    expect(set('a[1].b=9', { a: [{ b: 1 }, { b: 2, c: 3 }], d: 4 })).toEqual({ a: [{ b: 1 }, { b: 9, c: 3 }], d: 4 });
  });

  test('values in the way of a key or an index are replaced', () => {
    expect(set('a.b=1,c[0]=2', { a: 'text', c: { d: 1 } })).toEqual({ a: { b: 1 }, c: [2] });
  });

  test('the lower layer is not changed', () => {
    const below = { a: [{ b: 1 }] };
    set('a[0].b=2', below);
    expect(below).toEqual({ a: [{ b: 1 }] });
  });

  test.each(['__proto__', 'constructor'])('%s is an ordinary key and does not change a prototype', (key) => {
    const tree = set(`${key}.polluted=true`);
    expect(Object.keys(tree)).toEqual([key]);
    expect(Object.getPrototypeOf(tree)).toBe(Object.prototype);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  test('the highest index is 65536, and the deepest path has thirty dots', () => {
    expect((set('a[65536]=1').a as unknown[]).length).toBe(65_537);
    expect(set(`${dots(31)}=1`)).toHaveProperty(dots(31), 1);
  });

  test('any text and any key survive when their special characters are escaped', () => {
    const escaped = (text: string) => text.replaceAll(/[\\,=.[{}\]]/g, '\\$&');
    return fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (key, value) => {
        const { [key]: read } = layer('--set-string', `${escaped(key)}=${escaped(value)}`).apply({});
        expect(read).toBe(value);
      }),
    );
  });
});

describe('other flags', () => {
  test.each<[SetFlag, string, object]>([
    ['--set-string', 'a=1,b=true,c=null,d={0,x}', { a: '1', b: 'true', c: 'null', d: ['0', 'x'] }],
    ['--set-string', 'a=[]', { a: '[]' }],
    ['--set-json', 'a={"b":1},c=[1,{"d":","}]', { a: { b: 1 }, c: [1, { d: ',' }] }],
    ['--set-json', 'a= 1 ,b= ', { a: 1, b: null }],
    ['--set-json', 'a="x,]\\"y",b=true', { a: 'x,]"y', b: true }],
    ['--set-json', 'a=,b=null', { a: null, b: null }],
    ['--set-json', 'a[1].b={"c":[]}', { a: [null, { b: { c: [] } }] }],
    ['--set-json', 'a=1.10', { a: new SpelledNumber(1.1, '1.10') }],
    ['--set-json', ' {"a":{"b":1}} ', { a: { b: 1 } }],
    ['--set-literal', 'a.b=x,c={1},d=\\y', { a: { b: 'x,c={1},d=\\y' } }],
    ['--set-literal', 'a=', { a: '' }],
    ['--set-file', 'a.b=cert.pem', { a: { b: 'CERT\n' } }],
    ['--set-file', 'a={cert.pem,a\\,b},c=a\\,b', { a: ['CERT\n', 'odd'], c: 'odd' }],
  ])('%s %s', (flag, argument, tree) => {
    expect(layer(flag, argument).apply({})).toEqual(tree);
  });

  test('--set-json replaces a map; a whole object is merged', () => {
    const below = { a: { b: 1, c: 2 } };
    expect(layer('--set-json', 'a={"b":3}').apply(below)).toEqual({ a: { b: 3 } });
    expect(layer('--set-json', '{"a":{"b":3}}').apply(below)).toEqual({ a: { b: 3, c: 2 } });
  });
});

describe('refused input', () => {
  test.each<[SetFlag, string, string]>([
    ['--set', 'a', '--set a: has no value (expected KEY=VALUE)'],
    ['--set', 'a.b', '--set a.b: has no value (expected KEY=VALUE)'],
    ['--set', 'a,b=1', '--set a: has no value (expected KEY=VALUE)'],
    ['--set', 'a[0]', '--set a[0]: has no value (expected KEY=VALUE)'],
    ['--set', '=x', '--set: a key is missing (expected KEY=VALUE)'],
    ['--set', 'a.=x', '--set a: a part of the key is empty'],
    ['--set', 'a..b=x', '--set a: a part of the key is empty'],
    ['--set', 'a[0]b=x', '--set a[0]: has text after its ]'],
    ['--set', 'a[x]=1', '--set a: has an index that is not a non-negative integer'],
    ['--set', 'a[-1]=1', '--set a: has an index that is not a non-negative integer'],
    ['--set', 'a[]=1', '--set a: has an index that is not a non-negative integer'],
    ['--set', 'a[0=1', '--set a: has no ] after its ['],
    ['--set', 'a[65537]=1', '--set a: has an index above 65536'],
    ['--set', `${dots(32)}=1`, `--set ${dots(31)}: is nested deeper than 30 levels`],
    ['--set', `a${'[0]'.repeat(32)}=1`, `--set a${'[0]'.repeat(31)}: is nested deeper than 30 levels`],
    ['--set', 'a={x,y', '--set a: has a list without its }'],
    ['--set', 'a={x}y', '--set a: has text after the } of a list'],
    ['--set', 'a=x\\', '--set a: ends with a backslash'],
    ['--set-json', 'a=x', '--set-json a: is not valid JSON'],
    ['--set-json', 'a=[1', '--set-json a: is not valid JSON'],
    ['--set-json', 'a={"b":1}]', '--set-json a: is not valid JSON'],
    ['--set-json', 'a={"b":1,"b":2}', '--set-json a: duplicate key'],
    ['--set-json', '{"a":1', '--set-json: is not valid JSON'],
    ['--set-file', 'a.b=', '--set-file a.b: requires a file'],
    ['--set-file', 'a.b=none', '--set-file a.b: its file cannot be read: no such file'],
  ])('%s %s', (flag, argument, message) => {
    expect(() => layer(flag, argument)).toThrow(new InputError([{ path: [], message }]));
  });

  test('an unescaped comma is suggested as the cause, without showing what may be half a password', () => {
    expect(() => layer('--set', 'auth.password=hun,ter2')).toThrow(
      '--set auth.password: after a comma: has no value (expected KEY=VALUE); a comma inside a value is written \\,',
    );
  });

  test('no error repeats anything after the first =', () => {
    return fc.assert(
      fc.property(
        fc.constantFrom<SetFlag>('--set', '--set-string', '--set-json', '--set-file'),
        fc.string({ unit: fc.constantFrom('§', '=', ',', '.', '[', ']', '{', '}', '"', '\\') }),
        (flag, value) => {
          try {
            layer(flag, `key=${value}`);
          } catch (error) {
            expect((error as Error).message).toMatch(/^--set\S* key: /);
            expect((error as Error).message).not.toContain('§');
          }
        },
      ),
    );
  });
});

describe('locations in a flag', () => {
  const flag = layer('--set', 'a.b=1,list[1].c={x}');

  test.each([
    [['a', 'b'], '--set a.b'],
    [['a'], '--set a.b'],
    [['list', 1, 'c', 0], '--set list[1].c'],
    [['list'], '--set list[1].c'],
  ])('%j', (path, source) => {
    expect(flag.locate(path)).toEqual({ source });
  });

  test('are not known for a path that it does not set', () => {
    expect(flag.locate(['a', 'c'])).toBeUndefined();
    expect(flag.locate(['list', 0])).toBeUndefined();
  });

  test('are known for every path that a whole object sets', () => {
    const object = layer('--set-json', '{"a":{"b":1}}');
    expect(object.locate(['a', 'b'])).toEqual({ source: '--set-json a.b' });
    expect(object.locate(['a', 'c'])).toBeUndefined();
  });

  test('it replaces the values of its keys, and nothing around them', () => {
    expect(flag.replaces(['list', 1, 'c', 0])).toBe(true);
    expect(flag.replaces(['list', 1])).toBe(false);
    expect(loadLayer({ source: 'f', text: 'list: [{c: 1}]' }).replaces(['list', 1])).toBe(true);
  });
});

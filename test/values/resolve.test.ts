import { loadLayer } from '../../lib/values/file/load';
import { type SetFlag, setLayer } from '../../lib/values/file/set';
import { formatProblem, InputError } from '../../lib/values/problem';
import { programLayer, resolve } from '../../lib/values/resolve';
import { integer, list, map, object, text } from '../../lib/values/schema/schema';
import type { Rule } from '../../lib/values/validate';

const about = { description: 'D.' };
const schema = object({
  name: text({ ...about, default: 'x' }),
  count: integer({ ...about, default: 1, maximum: 9 }),
  labels: map(text(about), { ...about, default: { a: '1', b: '2' } }),
  ports: list(object({ name: text(about), port: integer({ ...about, default: 80 }) }), {
    ...about,
    default: [{ name: 'http', port: 80 }],
  }),
  service: object({ type: text({ ...about, default: 'ClusterIP' }), port: integer({ ...about, default: 80 }) }),
});

const file = (source: string, content: string) => loadLayer({ source, text: content });
const flag = (name: SetFlag, argument: string) => setLayer(name, argument, String);
const values = (...layers: Parameters<typeof resolve>[2][number][]) => resolve(schema, [], layers).values;

function errors(...layers: Parameters<typeof resolve>[2][number][]): string[] {
  try {
    resolve(schema, [], layers);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).problems.map(formatProblem);
  }
}

describe('layers', () => {
  test('without any, every value is its default', () => {
    expect(values()).toEqual({
      name: 'x',
      count: 1,
      labels: { a: '1', b: '2' },
      ports: [{ name: 'http', port: 80 }],
      service: { type: 'ClusterIP', port: 80 },
    });
  });

  test('later layers win, maps merge, lists replace', () => {
    const first = file('1.yaml', 'name: a\nlabels: {c: 3}\nports: [{name: a}, {name: b}]');
    const second = file('2.yaml', 'name: b\nlabels: {a: 9}\nports: [{name: c}]');
    expect(values(first, second)).toMatchObject({
      name: 'b',
      labels: { a: '9', b: '2', c: '3' },
      ports: [{ name: 'c', port: 80 }],
    });
  });

  test('false, 0 and the empty string are kept', () => {
    expect(values(file('f', 'name: ""\ncount: 0'))).toMatchObject({ name: '', count: 0 });
  });

  test('null removes the default; a later layer can set a value again, merged over the default', () => {
    const removed = file('1.yaml', 'labels: {a: null}\nservice: null');
    expect(() => values(removed)).toThrow('1.yaml:2:1 service: `service` is empty');
    expect(values(removed, file('2.yaml', 'service: {port: 81}'))).toMatchObject({
      labels: { b: '2' },
      service: { type: 'ClusterIP', port: 81 },
    });
  });

  test('an index in a flag changes the list of a file, not the default list, as in Helm', () => {
    const ports = file('f', 'ports: [{name: a, port: 1}, {name: b}]');
    expect(values(ports, flag('--set', 'ports[1].port=2')).ports).toEqual([
      { name: 'a', port: 1 },
      { name: 'b', port: 2 },
    ]);
    expect(errors(flag('--set', 'ports[0].port=2'))).toEqual([
      '--set ports[0].port ports[0].name: is required (expected a string; D)',
    ]);
  });

  test('values from a program have no locations', () => {
    expect(errors(programLayer({ count: 10 }))).toEqual(['count: invalid value 10 (expected an integer of at most 9)']);
  });
});

describe('the location of a problem', () => {
  const tooMany = 'invalid value 10 (expected an integer of at most 9)';

  test('is the last layer that sets the value', () => {
    const first = file('1.yaml', 'count: 10');
    expect(errors(first)).toEqual([`1.yaml:1:1 count: ${tooMany}`]);
    expect(errors(first, file('2.yaml', 'name: y\ncount: 10'))).toEqual([`2.yaml:2:1 count: ${tooMany}`]);
    expect(errors(first, flag('--set', 'count=10'))).toEqual([`--set count: ${tooMany}`]);
    expect(errors(flag('--set', 'count=10'), flag('--set-string', 'name=z'))).toEqual([`--set count: ${tooMany}`]);
  });

  test('for a missing value, is the nearest map around it', () => {
    expect(errors(file('1.yaml', 'name: y\nports:\n  - port: 1\n'))).toEqual([
      '1.yaml:3:5 ports[0].name: is required (expected a string; D)',
    ]);
  });

  test('is not a layer whose list a later layer has replaced', () => {
    const first = file('1.yaml', 'ports: [{name: a, port: x}]');
    expect(errors(first, file('2.yaml', 'ports: [{port: 1}]'))).toEqual([
      '2.yaml:1:9 ports[0].name: is required (expected a string; D)',
    ]);
    expect(errors(first, flag('--set-json', 'ports=[{"port":1}]'))).toEqual([
      '--set-json ports ports[0].name: is required (expected a string; D)',
    ]);
  });

  test('is not a layer whose map a later layer has removed', () => {
    expect(errors(file('1.yaml', 'service: {port: 5}'), file('2.yaml', 'service: null'))).toEqual([
      '2.yaml:1:1 service: `service` is empty, which removes all values below it (remove the key to keep their defaults)',
    ]);
  });

  test('is the file, if a flag only fills the gaps of its list', () => {
    expect(errors(file('1.yaml', 'ports: [{port: 1}]'), flag('--set', 'ports[1].name=b'))).toEqual([
      '1.yaml:1:9 ports[0].name: is required (expected a string; D)',
    ]);
    expect(errors(flag('--set', 'ports[1].name=b'))).toEqual([
      '--set ports[1].name ports[0]: null is not allowed (expected a map)',
    ]);
  });

  test('is also known for a warning', () => {
    const rule: Rule<{ count: number }> = (given, report) => {
      if (given.count > 5) report.warning((v) => v.count, 'is a lot');
    };
    const { warnings } = resolve(schema, [rule], [file('1.yaml', 'count: 6')]);
    expect(warnings.map(formatProblem)).toEqual(['1.yaml:1:1 count: is a lot']);
  });
});

test('a program can change its values between two renders', () => {
  const own = { service: { type: 'NodePort' }, ports: [{ name: 'http' }] };
  expect(values(programLayer(own))).toMatchObject({ service: { type: 'NodePort', port: 80 }, ports: [{ port: 80 }] });
  own.service.type = 'LoadBalancer';
  own.ports.push({ name: 'https' });
  expect(values(programLayer(own))).toMatchObject({
    service: { type: 'LoadBalancer' },
    ports: [{ name: 'http' }, { name: 'https' }],
  });
});

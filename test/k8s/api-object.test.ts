import { App, ApiObject as Cdk8sApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import { registry } from '../../charts/registry';
import { ApiObject } from '../../lib/k8s/object/api-object';
import { canonical } from '../../lib/k8s/object/canonical';
import { emptyChart } from '../../lib/render/render';
import { install } from '../../lib/render/system';
import { readLayer } from '../../lib/values/file/load';
import { resolve } from '../../lib/values/resolve';

const base = (object: ApiObject): object => canonical(Cdk8sApiObject.prototype.toJson.call(object));
/** cdk8s recognizes its objects by a marker, which its generated classes also have. */
const isOurs = (construct: object): construct is ApiObject => construct.constructor === ApiObject;
const text = (value: object) => JSON.stringify(value);

test.each(registry.map(({ name }) => name))('%s: every object is what cdk8s renders, key by key', (name) => {
  const system = registry.find((entry) => entry.name === name)?.load() as never as Parameters<typeof install>[1];
  const file = `charts/${name}/example.values.yaml`;
  const { values } = resolve(system.schema, system.rules, [readLayer(file, file)]);
  const chart = emptyChart();
  install(chart, system, { name: 'rel', namespace: 'ns', values });
  const objects = chart.node.findAll().filter(isOurs);
  expect(objects.length).toBeGreaterThan(1);
  for (const object of objects) expect(text(object.toJson())).toBe(text(base(object)));
});

const props = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', labels: {}, annotations: { a: '1' } } };
const chartOf = (app = new App()) => new Chart(app, 'chart', { namespace: 'ns', labels: { of: 'chart' } });

test.each([
  ['empty maps and lists', { data: { b: {}, a: [], c: null, d: undefined }, list: [{ y: 1, x: null }] }],
  ['a lazy value', { data: { a: Lazy.any({ produce: () => 'late' }) } }],
  ['a token', { data: { a: { resolve: () => ({ b: 1 }) } } }],
  [
    'a union',
    {
      data: {
        a: new (class Quantity {
          value = '1Gi';
        })(),
      },
    },
  ],
])('%s is rendered as by cdk8s', (_what, more) => {
  const object = new ApiObject(chartOf(), 'x', { ...props, ...more });
  expect(text(object.toJson())).toBe(text(base(object)));
});

test.each([
  ['only a name', {}],
  ['empty maps', { labels: {}, annotations: {} }],
  ['keys in any order', { labels: { b: '1', a: '2', '10': 'x', '9': 'y' }, annotations: { z: '', A: '1' } }],
  ['the keys of prototypes', { labels: { constructor: 'a', toString: 'b', ['__proto__']: 'c' } }],
  ['values that are not text', { labels: { a: 1 }, annotations: { b: null, c: undefined, d: true } }],
  ['a lazy value', { labels: { a: Lazy.any({ produce: () => 'late' }) } }],
  ['owners and finalizers', { finalizers: ['f'], ownerReferences: [{ kind: 'A', name: 'b' }] }],
  ['other fields', { generateName: 'x-', labels: { a: 'b' } }],
])('metadata with %s are rendered as by cdk8s', (_what, metadata) => {
  const object = new ApiObject(chartOf(), 'x', { ...props, metadata: { name: 'x', ...metadata } as never });
  const expected = () => text(base(object)).replace('\\u0000constructor', 'constructor');
  expect(text(object.toJson())).toBe(expected());
  object.metadata.addLabel('more', 'yes');
  object.metadata.addAnnotation('less', 'no');
  expect(text(object.toJson())).toBe(expected());
  object.metadata.add('managedFields', []);
  object.metadata.add('generation', 2);
  expect(text(object.toJson())).toBe(expected());
});

test('anything that is not plain data is refused, as in cdk8s', () => {
  const object = new ApiObject(chartOf(), 'x', { ...props, data: { at: new Date(0) } });
  expect(() => object.toJson()).toThrow("can't render non-simple object of type 'Date'");
});

test('patches, labels added later and resolvers of the app are applied', () => {
  const upper = {
    resolve: (context: { value: unknown; replaceValue(value: unknown): void }) => {
      if (context.value === 'low') context.replaceValue('LOW');
    },
  };
  const object = new ApiObject(chartOf(new App({ resolvers: [upper] })), 'x', { ...props, data: { a: 'low' } });
  object.metadata.addLabel('more', 'yes');
  expect(object.toJson()).toMatchObject({ metadata: { labels: { of: 'chart', more: 'yes' } }, data: { a: 'LOW' } });
  const patched = new ApiObject(chartOf(), 'x', { ...props, data: { a: 'low' } });
  patched.addJsonPatch(JsonPatch.add('/data/b', 'new'));
  expect(patched.toJson()).toMatchObject({ data: { a: 'low', b: 'new' } });
});

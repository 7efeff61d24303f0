// From values to checked manifests, for a minimal system.

import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { globalValues } from '../../lib/k8s/common';
import type { Release } from '../../lib/k8s/release';
import { Lifecycle } from '../../lib/k8s/stage';
import { renderRelease } from '../../lib/render/render';
import type { System } from '../../lib/render/system';
import { object, type Static, text } from '../../lib/values/schema/schema';
import { toYaml } from '../../lib/yaml/yaml';

const schema = object({
  global: globalValues,
  commonAnnotations: object({}),
  commonLabels: object({}),
  nameOverride: text({ description: '', default: '' }),
  fullnameOverride: text({ description: '', default: '' }),
  namespaceOverride: text({ description: '', default: '' }),
});

const values: Static<typeof schema> = {
  global: { imageRegistry: '', imagePullSecrets: [], kubectlImage: '', storageClass: '', namespace: '' },
  commonAnnotations: {},
  commonLabels: {},
  nameOverride: '',
  fullnameOverride: '',
  namespaceOverride: '',
};

const system = (build: (scope: Construct, release: Release) => void): System<typeof schema> => ({
  name: 'buoy',
  version: '1.2.3',
  description: '',
  defaultNamespace: 'sea',
  longestSuffix: 0,
  schema,
  rules: [],
  build,
});

const render = (build: (scope: Construct, release: Release) => void) =>
  renderRelease(system(build), { name: 'buoy', namespace: 'sea', values });

const configMap = (scope: Construct, id: string, more: object = {}) =>
  new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: id, namespace: 'sea' },
    ...more,
  });

test('a release has its objects in apply order, external objects, and warnings and notes', () => {
  const rendered = render((scope, release) => {
    configMap(scope, 'settings');
    new ApiObject(scope, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'sea' } });
    release.external('Secret', 'keys', ['light']);
    release.warn('no light at night');
    release.note('lit from dusk');
  });
  expect(rendered).toEqual({
    name: 'buoy',
    namespace: 'sea',
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'sea' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'sea' } },
    ],
    externals: [{ kind: 'Secret', name: 'keys', namespace: 'sea', keys: ['light'], generated: false }],
    warnings: ['no light at night'],
    notes: ['lit from dusk'],
    lifecycle: expect.any(Lifecycle),
  });
});

test('objects at any depth are found, lazy values and patches applied, empty maps kept, and nulls dropped', () => {
  const { objects } = render((scope) => {
    const deep = configMap(configMap(scope, 'outer'), 'inner', {
      data: { a: Lazy.any({ produce: () => 'late' }), b: null },
      binaryData: {},
    });
    deep.addJsonPatch(JsonPatch.add('/immutable', true));
  });
  expect(objects.map(({ metadata: { name }, ...rest }) => [name, rest])).toEqual([
    ['outer', { apiVersion: 'v1', kind: 'ConfigMap' }],
    ['inner', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'late' }, binaryData: {}, immutable: true }],
  ]);
});

test('objects that do not fit together abort the render, and every finding is reported', () => {
  const build = (scope: Construct) => {
    configMap(scope, 'Settings');
    configMap(scope, 'keys', { data: { 'a/b': 'x' } });
  };
  expect(() => render(build)).toThrow(
    [
      'ConfigMap sea/Settings metadata.name: must be a DNS name of at most 253 characters',
      'ConfigMap sea/keys data["a/b"]: is not a valid key (expected letters, digits, "-", "_" and ".")',
    ].join('\n'),
  );
});

test('the environment of cdk8s does not change the output', () => {
  const build = (scope: Construct) => {
    configMap(scope, 'b', { data: { z: '1', a: '2' }, immutable: true });
    configMap(scope, 'a');
  };
  const before = toYaml(render(build).objects);
  const environment = { CDK8S_DISABLE_SORT: '1', CDK8S_OUTDIR: '/nowhere', CDK8S_RECORD_CONSTRUCT_METADATA: 'true' };
  Object.assign(process.env, environment);
  try {
    expect(toYaml(render(build).objects)).toBe(before);
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name];
  }
});

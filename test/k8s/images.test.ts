// Every place of an object that names an image, and nothing that only looks like one.

import { imagesIn, withImages } from '../../lib/k8s/object/images';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { formatPath } from '../../lib/values/path';

const known = new Map([['registry.example.com/tools/pause:3', '']]);

const pod: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', annotations: { note: 'registry.example.com/tools/pause:3' } },
  spec: {
    template: {
      spec: {
        initContainers: [{ name: 'prepare', image: 'busybox' }],
        containers: [
          {
            name: 'web',
            image: 'nginx:1.29',
            args: ['--image=registry.example.com/tools/pause:3', '--other=nginx:1.29'],
            env: [
              { name: 'WORKER', value: 'registry.example.com/tools/pause:3' },
              { name: 'HELPER_IMAGE', value: 'helper@sha256:00' },
              { name: 'SIDECAR_IMAGE', value: 'team/sidecar:2' },
              { name: 'ROOT_IMAGE', value: 'https://example.com/root.ext4' },
              { name: 'BASE_IMAGE', value: 'small' },
              { name: 'IMAGE_SIZE', value: 'a/b:1' },
              { name: 'FIELD_IMAGE', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            ],
          },
        ],
        ephemeralContainers: [{ name: 'debug', image: 'alpine:3' }],
        volumes: [{ name: 'model', image: { reference: 'models/small:1' } }],
      },
    },
  },
};

const found = (object: Manifest) =>
  imagesIn(object, known).map(({ reference, path, container, variable }) =>
    [reference, formatPath(path), container, variable].filter((part) => part !== undefined).join(' '),
  );

test('containers of every kind, volumes, arguments and variables', () => {
  const spec = 'spec.template.spec';
  expect(found(pod)).toEqual([
    `busybox ${spec}.initContainers[0].image prepare`,
    `nginx:1.29 ${spec}.containers[0].image web`,
    `registry.example.com/tools/pause:3 ${spec}.containers[0].args[0] web`,
    `registry.example.com/tools/pause:3 ${spec}.containers[0].env[0].value web WORKER`,
    `team/sidecar:2 ${spec}.containers[0].env[2].value web SIDECAR_IMAGE`,
    `alpine:3 ${spec}.ephemeralContainers[0].image debug`,
    `models/small:1 ${spec}.volumes[0].image.reference`,
  ]);
});

test('entries of a ConfigMap, but not of a Secret', () => {
  const data = { PAUSE_IMAGE: 'pause:3', WORKER: 'registry.example.com/tools/pause:3', NOTE: 'pause:3' };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data };
  expect(found(configMap)).toEqual([
    'pause:3 data.PAUSE_IMAGE PAUSE_IMAGE',
    'registry.example.com/tools/pause:3 data.WORKER WORKER',
  ]);
  expect(found({ ...configMap, kind: 'Secret' })).toEqual([]);
});

test('replaces them, and returns the same object if nothing changes', () => {
  expect(withImages(pod, known, ({ reference }) => reference)).toBe(pod);
  const replaced = withImages(pod, known, ({ reference }) => `${reference}!`);
  expect(found(replaced).filter((line) => line.includes('!'))).toHaveLength(4);
  expect(JSON.stringify(replaced)).toContain('"--image=registry.example.com/tools/pause:3!","--other=nginx:1.29"');
  expect(replaced.metadata).toBe(pod.metadata);
});

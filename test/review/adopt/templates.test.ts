// `helm get values --all` contains the templates of the chart's defaults and of the user.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { system as region } from '../../../charts/daytona-region';
import type { System } from '../../../lib/render/system';
import { plan } from '../../../lib/review/adopt/plan';
import { manifestsOfText } from '../../../lib/review/diff/documents';
import { loadLayer } from '../../../lib/values/file/load';
import { merge } from '../../../lib/values/file/merge';
import type { Tree } from '../../../lib/values/layer';
import { InputError } from '../../../lib/values/problem';

const read = (path: string): string => readFileSync(path, 'utf8');
const manifest = manifestsOfText('now.yaml', read(join(__dirname, 'installed', 'daytona-region.yaml')));
const values = loadLayer({
  source: 'all.yaml',
  text: read(join(__dirname, '..', '..', 'cluster', 'adopt', 'charts', 'daytona-region.values.yaml')),
}).apply({});

const planned = (more: Tree) =>
  plan(region as unknown as System, {
    name: 'web',
    namespace: 'shop',
    target: 'kubectl',
    manifest,
    values: merge(values, more),
    create: () => ({}),
  });

test('templates in unknown keys do not matter', () => {
  expect(planned({ metrics: { port: '{{ .Values.metrics.ports.main }}' } }).values).toMatchObject({
    regionName: 'my-custom-region',
  });
});

test('references are filled in', () => {
  const extraEnv = [{ name: 'RELEASE', value: '{{ .Release.Name }}-{{ .Values.regionName }}' }];
  expect(planned({ services: { snapshotManager: { extraEnv } } }).values).toMatchObject({
    services: { snapshotManager: { extraEnv: [{ name: 'RELEASE', value: 'web-my-custom-region' }] } },
  });
});

test('a template with logic is a problem if the chart uses the value', () => {
  const extraEnv = [{ name: 'RELEASE', value: '{{ .Release.Name | upper }}' }];
  expect(() => planned({ services: { snapshotManager: { extraEnv } } })).toThrow(
    new InputError([
      {
        path: ['services', 'snapshotManager', 'extraEnv', 0, 'value'],
        message: 'contains a Helm template, which is not rendered here: write the resulting value instead',
      },
    ]),
  );
});

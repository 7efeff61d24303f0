// The explained object, found again in a render with other values.

import { commonValues } from '../../../lib/k8s/common';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { configMap } from '../../../lib/k8s/secret/config';
import type { System } from '../../../lib/render/system';
import { finishedScene, type Request } from '../../../lib/review/explain/scene';
import { complete } from '../../../lib/values/schema/defaults';
import { boolean, integer, object } from '../../../lib/values/schema/schema';

const schema = object({
  ...commonValues(),
  run: integer({ description: 'Number of the run.' }),
  lit: boolean({ description: 'Renders another object, before the others.' }),
});

/** Its Job's name ends in a hash of its spec; the names of its ConfigMaps only look like that. */
const tower: System<typeof schema> = {
  name: 'tower',
  version: '1',
  description: 'Stands',
  defaultNamespace: 'sea',
  longestSuffix: 0,
  schema,
  rules: [],
  build(scope, release, { run, lit }) {
    const labels = release.labels('tower');
    if (lit) configMap(scope, 'lamp', release, { name: 'lamp', labels, data: { run: 'lamp' } });
    for (const name of ['log-0123456789', 'log-abcdef0123'])
      configMap(scope, name, release, { name, labels, data: { name, run: String(run) } });
    new ApiObject(scope, 'job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: release.metadata(`build-000000000${run}`, labels),
      spec: { parallelism: run },
    });
  },
};

const request = (run: number, lit: boolean) =>
  ({ name: 'tower', namespace: 'sea', values: complete(schema, { run, lit }) }) as Request;

function sceneOf(kind: string, name: string) {
  let first: readonly Manifest[] = [];
  const keep = <T extends { objects: readonly Manifest[] }>(rendered: T): T => {
    first = rendered.objects;
    return rendered;
  };
  finishedScene(tower as unknown as System, request(1, false), 0, keep);
  const at = first.findIndex((candidate) => candidate.kind === kind && candidate.metadata.name === name);
  return finishedScene(tower as unknown as System, request(1, false), at, (rendered) => rendered);
}

test.each([false, true])(
  'a Job matches its next run, whatever the hash in its name, with another object: %s',
  (lit) => {
    expect(sceneOf('Job', 'build-0000000001')(request(2, lit))).toMatchObject({
      metadata: { name: 'build-0000000002' },
      spec: { parallelism: 2 },
    });
  },
);

test.each(['log-0123456789', 'log-abcdef0123'])('any other object matches only its full name: %s', (name) => {
  expect(sceneOf('ConfigMap', name)(request(2, true))).toMatchObject({ data: { name, run: '2' } });
});

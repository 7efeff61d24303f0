// Values are found for fields that the running release has and the new one would change.

import { commonValues } from '../../../lib/k8s/common';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { System } from '../../../lib/render/system';
import { matchFields } from '../../../lib/review/adopt/running/search';
import { Trial } from '../../../lib/review/adopt/trial';
import { integer, object, text } from '../../../lib/values/schema/schema';

const replicas = integer({ description: 'Number of pods.', default: 1, minimum: 0 });
const schema = object({
  ...commonValues(),
  deployment: object({ replicas }),
  web: object({ replicas }),
  worker: object({ replicas }),
  service: object({ loadBalancerIP: text({ description: 'Address.', default: '' }) }),
});

const deployment = (name: string, count: number): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: { replicas: count },
});
const service = (loadBalancerIP: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { type: 'LoadBalancer', ...(loadBalancerIP ? { loadBalancerIP } : {}) },
});

/** `deployment.replicas` multiplies those of both Deployments. */
const system: System<typeof schema> = {
  name: 'shop',
  version: '1',
  description: 'Sells',
  defaultNamespace: 'shop',
  longestSuffix: 0,
  schema,
  rules: [],
  build(scope, _release, values) {
    const all = [
      service(values.service.loadBalancerIP),
      deployment('web', values.deployment.replicas * values.web.replicas),
      deployment('worker', values.deployment.replicas * values.worker.replicas),
    ];
    for (const [at, one] of all.entries()) new ApiObject(scope, `object-${at}`, one as never);
  },
};

const found = (installed: readonly Manifest[]) =>
  matchFields(new Trial(system as unknown as System, 'shop', 'shop'), {}, installed);

test('a field that is the same needs no value', () => {
  expect(found([deployment('web', 1), deployment('worker', 1), service('')])).toEqual({});
});

test('a field that only the running release has is set by the value whose name is most like it', () => {
  expect(found([deployment('web', 1), deployment('worker', 1), service('10.0.0.9')])).toEqual({
    service: { loadBalancerIP: '10.0.0.9' },
  });
});

test('a value that would change another object as well is not set', () => {
  expect(found([deployment('web', 3), deployment('worker', 1), service('')])).toEqual({ web: { replicas: 3 } });
});

test('nor is it set after a value for another field was found', () => {
  expect(found([service('10.0.0.9'), deployment('web', 3), deployment('worker', 1)])).toEqual({
    service: { loadBalancerIP: '10.0.0.9' },
    web: { replicas: 3 },
  });
});

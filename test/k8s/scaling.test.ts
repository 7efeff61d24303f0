// Autoscaling: what is rendered, and which settings the API server or the autoscaler would not take.

import {
  type AutoscalingValues,
  autoscalingRules,
  autoscalingValues,
  fewestReplicas,
  replicas,
} from '../../lib/k8s/workload/scaling';
import { formatProblem } from '../../lib/values/problem';
import { complete } from '../../lib/values/schema/defaults';
import { object } from '../../lib/values/schema/schema';
import { validate } from '../../lib/values/validate';

const schema = object({ scaling: autoscalingValues() });
const MEMORY = {
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 1 } },
};
const QUEUE = { metric: { name: 'length' }, target: { type: 'Value', value: '1' } };

function verdict(scaling: object, requests: Readonly<Record<string, string>> = { cpu: '1', memory: '1Gi' }) {
  const rules = autoscalingRules<{ readonly scaling: AutoscalingValues }>(
    (values) => values.scaling,
    () => requests,
  );
  const { problems, warnings } = validate(schema, complete(schema, { scaling: { enabled: true, ...scaling } }), rules);
  return [...problems, ...warnings].map((problem) => formatProblem(problem).replace(/^scaling\./, ''));
}

test.each<[object, string[]]>([
  [{}, []],
  [{ minReplicas: 10 }, []],
  [{ minReplicas: 11 }, ['minReplicas: 11 exceeds maxReplicas (10)']],
  [{ enabled: false, minReplicas: 11 }, []],
  [{ minReplicas: 0 }, ['minReplicas: may be 0 only with a metric of type Object or External']],
  [{ enabled: false, minReplicas: 0 }, []],
  [{ minReplicas: 0, metrics: [{ type: 'External', external: QUEUE }] }, []],
  [{ minReplicas: 0, metrics: [MEMORY] }, ['minReplicas: may be 0 only with a metric of type Object or External']],
  [
    { targetCPUUtilizationPercentage: null },
    [
      'targetCPUUtilizationPercentage: is removed, and there is no other metric: Kubernetes would use 80 (set targetMemoryUtilizationPercentage or metrics)',
    ],
  ],
  [{ enabled: false, targetCPUUtilizationPercentage: null }, []],
  [{ targetCPUUtilizationPercentage: null, targetMemoryUtilizationPercentage: 50 }, []],
  [{ targetCPUUtilizationPercentage: null, metrics: [MEMORY] }, []],
])('%j', (scaling, expected) => {
  expect(verdict(scaling)).toEqual(expected);
});

test('a target needs a request of the container', () => {
  expect(verdict({}, {})).toEqual(['targetCPUUtilizationPercentage: has no effect: the container requests no cpu']);
  expect(verdict({ targetMemoryUtilizationPercentage: 50 }, { cpu: '1' })).toEqual([
    'targetMemoryUtilizationPercentage: has no effect: the container requests no memory',
  ]);
  expect(verdict({ enabled: false }, {})).toEqual([]);
});

test('replicas are set where nothing scales', () => {
  const autoscaling = (enabled: boolean) => ({ enabled, minReplicas: 2 }) as AutoscalingValues;
  expect([replicas({ replicaCount: 3 }), fewestReplicas({ replicaCount: 3 })]).toEqual([{ replicas: 3 }, 3]);
  const off = { replicaCount: 3, autoscaling: autoscaling(false) };
  expect([replicas(off), fewestReplicas(off)]).toEqual([{ replicas: 3 }, 3]);
  const on = { replicaCount: 3, autoscaling: autoscaling(true) };
  expect([replicas(on), fewestReplicas(on)]).toEqual([{}, 2]);
});

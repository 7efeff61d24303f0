// A component's own placement replaces the chart's, key by key. Node agents use the chart's only on request.

import { type PodPlacement, placePod } from '../../lib/k8s/workload/placement';

const affinityTo = (topologyKey: string): PodPlacement['affinity'] => ({
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey }] },
});

const chart: PodPlacement = {
  nodeSelector: { pool: 'core' },
  tolerations: [{ key: 'core', operator: 'Exists' }],
  affinity: affinityTo('rack'),
};

const own: PodPlacement = {
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ key: 'disk', operator: 'Exists' }],
  affinity: { nodeAffinity: {} },
};

const EMPTY: PodPlacement = { nodeSelector: {}, tolerations: [], affinity: {} };

test("a component without its own placement uses the chart's", () => {
  expect(placePod(chart, EMPTY)).toEqual(chart);
  expect(placePod(chart, {})).toEqual(chart);
});

test("each key that a component sets replaces the chart's entirely", () => {
  expect(placePod(chart, own)).toEqual(own);
  expect(placePod(chart, { ...EMPTY, nodeSelector: { disk: 'ssd' } })).toEqual({
    ...chart,
    nodeSelector: { disk: 'ssd' },
  });
  expect(placePod(chart, { ...EMPTY, tolerations: own.tolerations ?? [] })).toEqual({
    ...chart,
    tolerations: own.tolerations,
  });
  expect(placePod(chart, { ...EMPTY, affinity: { nodeAffinity: {} } })).toEqual({
    ...chart,
    affinity: { nodeAffinity: {} },
  });
});

describe('a node agent', () => {
  test("does not use the chart's placement by default", () => {
    expect(placePod(chart, own, { inherit: false })).toEqual(own);
    expect(placePod(chart, {}, { inherit: false })).toEqual({ nodeSelector: {} });
  });

  test("with inherit, adds its nodeSelector to the chart's; its tolerations and affinity replace the chart's", () => {
    expect(placePod(chart, own, { inherit: true })).toEqual({ ...own, nodeSelector: { pool: 'core', disk: 'ssd' } });
    expect(placePod(chart, { nodeSelector: { disk: 'ssd' } }, { inherit: true })).toEqual({
      ...chart,
      nodeSelector: { pool: 'core', disk: 'ssd' },
    });
  });
});

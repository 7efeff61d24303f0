// The stage of an object: set by the chart, or else by its kind.

import { stagesOf } from '../../lib/delivery/stages';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { Lifecycle, type Stage } from '../../lib/k8s/stage';

const object = (kind: string, name: string, spec: object = {}, namespace = 'sea'): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
  spec,
});

const pod = (volumes: object[] = [], labels: object = {}) => {
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main' }], volumes } };
  return { template, jobTemplate: { spec: { template } }, ...template.spec };
};

/** As a chart sets the stage. */
type Placed = readonly [Manifest, Stage];

function stages(placed: readonly Placed[], others: readonly Manifest[]): Record<string, string[]> {
  const lifecycle = new Lifecycle();
  for (const [{ kind, metadata }, stage] of placed)
    lifecycle.place(kind, metadata.namespace ?? '', metadata.name, stage);
  const objects = [...placed.map(([first]) => first), ...others];
  return kindsByStage(objects, lifecycle);
}

const kindsByStage = (objects: readonly Manifest[], lifecycle: Lifecycle): Record<string, string[]> =>
  Object.fromEntries(
    stagesOf({ objects, lifecycle }).map((group) => [group.stage, group.objects.map(({ kind }) => kind)]),
  );

const job: Placed = [object('Job', 'migrate-0123456789', pod()), 'before-1'];

test('all stages of the chart exist, in order, even if they are empty', () => {
  const after: Placed = [object('Job', 'clean', pod()), 'after'];
  const groups = stages([after, job], [object('Deployment', 'web', pod())]);
  expect(Object.entries(groups)).toEqual([
    ['setup', []],
    ['before-1', ['Job']],
    ['before-2', []],
    ['before-3', []],
    ['main', ['Deployment']],
    ['after', ['Job']],
  ]);
});

test.each([
  [['main'], { main: ['Secret', 'Deployment', 'ValidatingWebhookConfiguration'] }],
  [['setup', 'main'], { setup: ['Secret'], main: ['Deployment', 'ValidatingWebhookConfiguration'] }],
] as const)('in a chart with the stages %j, every object is in one of them', (own, expected) => {
  const objects = [object('Secret', 'a'), object('Deployment', 'b'), object('ValidatingWebhookConfiguration', 'c')];
  expect(kindsByStage(objects, new Lifecycle(own))).toEqual(expected);
});

test.each([
  ['Namespace', 'setup'],
  ['CustomResourceDefinition', 'setup'],
  ['ServiceAccount', 'setup'],
  ['RoleBinding', 'setup'],
  ['Secret', 'setup'],
  ['SealedSecret', 'setup'],
  ['ExternalSecret', 'setup'],
  ['ConfigMap', 'setup'],
  ['StorageClass', 'setup'],
  ['NetworkPolicy', 'setup'],
  ['Service', 'setup'],
  ['PersistentVolumeClaim', 'setup'],
  ['ClusterIssuer', 'setup'],
  ['Certificate', 'setup'],
  ['Deployment', 'main'],
  ['StatefulSet', 'main'],
  ['DaemonSet', 'main'],
  ['CronJob', 'main'],
  ['Pod', 'main'],
  ['HorizontalPodAutoscaler', 'main'],
  ['PodDisruptionBudget', 'main'],
  ['Ingress', 'main'],
  ['NodePool', 'main'],
  ['APIService', 'after'],
  ['MutatingWebhookConfiguration', 'after'],
  ['ValidatingWebhookConfiguration', 'after'],
])('a %s is in %s', (kind, stage) => {
  const found = stages([job], [object(kind, 'x', pod())]);
  expect(found[stage]).toContain(kind);
});

test('a Job that was renamed when its Secret was sealed stays in its stage', () => {
  const lifecycle = new Lifecycle();
  lifecycle.place('Job', 'sea', 'migrate-0123456789', 'before-1');
  const sealed = object('Job', 'migrate-aaaaaaaaaa', pod());
  expect(kindsByStage([sealed], lifecycle)['before-1']).toEqual(['Job']);
});

test('a stage is set for one namespace', () => {
  const other = object('Deployment', 'db', pod(), 'lake');
  expect(stages([[object('Deployment', 'db', pod()), 'before-1']], [other])).toMatchObject({
    'before-1': ['Deployment'],
    main: ['Deployment'],
  });
});

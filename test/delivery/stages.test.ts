// Which stage an object is in: what the chart says, else its kind, else the pods that it goes with.

import { stagesOf } from '../../lib/delivery/stages';
import type { Manifest } from '../../lib/k8s/manifest';
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

/** As a chart puts it into a stage. */
type Placed = readonly [Manifest, Stage];

function stages(placed: readonly Placed[], others: readonly Manifest[]): Record<string, string[]> {
  const lifecycle = new Lifecycle();
  for (const [{ kind, metadata }, stage] of placed)
    lifecycle.place(kind, metadata.namespace ?? '', metadata.name, stage);
  const objects = [...placed.map(([first]) => first), ...others];
  return Object.fromEntries(
    stagesOf({ objects, lifecycle }).map((group) => [group.stage, group.objects.map(({ kind }) => kind)]),
  );
}

const job: Placed = [object('Job', 'migrate-0123456789', pod()), 'before-1'];

test('without anything to wait for there is one stage', () => {
  expect(stages([], [object('Secret', 'a'), object('Deployment', 'b', pod())])).toEqual({
    main: ['Secret', 'Deployment'],
  });
});

test('the stages come in their order, whatever the order of the objects', () => {
  const after: Placed = [object('Job', 'clean', pod()), 'after'];
  const groups = stages([after, job], [object('Deployment', 'web', pod()), object('ServiceAccount', 'web')]);
  expect(Object.keys(groups)).toEqual(['setup', 'before-1', 'main', 'after']);
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
  ['ClusterIssuer', 'setup'],
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
  expect(stagesOf({ objects: [sealed], lifecycle })).toEqual([{ stage: 'before-1', objects: [sealed] }]);
});

test('a place is that of one namespace', () => {
  const other = object('Deployment', 'db', pod(), 'lake');
  expect(stages([[object('Deployment', 'db', pod()), 'before-1']], [other])).toEqual({
    'before-1': ['Deployment'],
    main: ['Deployment'],
  });
});

describe('what is ready with its pods only is in their stage, the earliest of several', () => {
  const claim = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
  const certificate = { name: 'tls', secret: { secretName: 'db-tls' } };
  const db: Placed = [object('StatefulSet', 'db', pod([claim, certificate], { app: 'db' })), 'before-1'];
  const web = object('Deployment', 'web', pod([claim, certificate], { app: 'web' }));

  test.each([
    ['a claim', object('PersistentVolumeClaim', 'data')],
    ['a certificate', object('Certificate', 'db', { secretName: 'db-tls' })],
    ['a load balancer', object('Service', 'db', { type: 'LoadBalancer', selector: { app: 'db' } })],
  ])('%s', (_what, companion) => {
    expect(stages([db], [web, companion])['before-1']).toEqual(['StatefulSet', companion.kind]);
  });

  test.each([
    ['a claim', object('PersistentVolumeClaim', 'other')],
    ['a certificate of an Ingress', object('Certificate', 'web', { secretName: 'web-tls' })],
    ['a load balancer of other pods', object('Service', 'web', { type: 'LoadBalancer', selector: { app: 'web' } })],
    ['a load balancer without a selector', object('Service', 'out', { type: 'LoadBalancer' })],
    ['a claim of the same name elsewhere', object('PersistentVolumeClaim', 'data', {}, 'lake')],
  ])('%s is in main', (_what, companion) => {
    expect(stages([db], [web, companion]).main).toEqual(['Deployment', companion.kind]);
  });
});

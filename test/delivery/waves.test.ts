// Argo CD waits for every wave except the last, so the earlier ones contain only what a later wave needs.

import { wavesOf } from '../../lib/delivery/waves';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { Lifecycle, type Stage } from '../../lib/k8s/stage';

const object = (kind: string, name: string, spec: object = {}, namespace = 'sea'): Manifest => ({
  apiVersion: ['Certificate', 'Issuer'].includes(kind) ? 'cert-manager.io/v1' : 'v1',
  kind,
  metadata: { name, namespace },
  spec,
});

const pod = (labels: object = {}, volumes: object[] = []) => {
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main' }], volumes } };
  return { template, jobTemplate: { spec: { template } }, ...template.spec };
};

/** As a chart sets the stage. */
type Placed = readonly [Manifest, Stage];

function waves(placed: readonly Placed[], others: readonly Manifest[], stages?: readonly Stage[]) {
  const lifecycle = new Lifecycle(stages);
  for (const [{ kind, metadata }, stage] of placed)
    lifecycle.place(kind, metadata.namespace ?? '', metadata.name, stage);
  const objects = [...placed.map(([first]) => first), ...others];
  return Object.fromEntries(
    [...wavesOf({ objects, lifecycle })].map(([{ kind, metadata }, wave]) => [`${kind} ${metadata.name}`, wave]),
  );
}

test('main is in the last wave together with after, except for objects that the chart placed there', () => {
  const placed: Placed[] = [
    [object('StatefulSet', 'db', pod()), 'before-1'],
    [object('Job', 'migrate', pod()), 'before-2'],
    [object('Deployment', 'api', pod()), 'main'],
    [object('Job', 'clean', pod()), 'after'],
  ];
  const others = [object('Secret', 'a'), object('Deployment', 'proxy', pod()), object('Ingress', 'api')];
  expect(waves(placed, others)).toEqual({
    'StatefulSet db': -30,
    'Job migrate': -20,
    'Deployment api': -5,
    'Job clean': 0,
    'Secret a': -40,
    'Deployment proxy': 0,
    'Ingress api': 0,
  });
});

test('the only stage of a chart is the last wave', () => {
  expect(waves([], [object('Secret', 'a'), object('PersistentVolumeClaim', 'b')], ['main'])).toEqual({
    'Secret a': 0,
    'PersistentVolumeClaim b': 0,
  });
});

describe('objects whose health depends on pods are in the wave of those pods, the earliest if there are several', () => {
  const claim = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
  const secret = { name: 'tls', secret: { secretName: 'db-tls' } };
  const db: Placed = [object('StatefulSet', 'db', pod({ app: 'db' }, [claim, secret])), 'before-1'];
  const web = object('Deployment', 'web', pod({ app: 'web' }, [claim, secret]));
  const issuerRef = { name: 'own', kind: 'Issuer' };

  test.each([
    ['a claim', [object('PersistentVolumeClaim', 'x'), object('PersistentVolumeClaim', 'data')], [0, -30]],
    ['a claim elsewhere', [object('PersistentVolumeClaim', 'data', {}, 'lake')], [0]],
    ['a certificate of pods', [object('Certificate', 'db', { secretName: 'db-tls' })], [-30]],
    ['a certificate of an Ingress', [object('Certificate', 'web', { secretName: 'web-tls' })], [0]],
    [
      'an issuer',
      [object('Issuer', 'own', { selfSigned: {} }), object('Certificate', 'db', { secretName: 'db-tls', issuerRef })],
      [-30, -30],
    ],
    ['an unused issuer', [object('Issuer', 'own', { selfSigned: {} })], [0]],
    ['a Service of a database', [object('Service', 'db', { selector: { app: 'db' } })], [-30]],
    ['a load balancer', [object('Service', 'web', { type: 'LoadBalancer', selector: { app: 'web' } })], [0]],
    ['a Service without pods', [object('Service', 'out', { type: 'ExternalName' })], [-40]],
  ])('%s', (_what, companions, expected) => {
    const found = waves([db], [web, ...companions]);
    expect(companions.map(({ kind, metadata }) => found[`${kind} ${metadata.name}`])).toEqual(expected);
  });
});

// Network: Services, Ingresses and network policies reach the pods of the release.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { backend, deployment, findings, ingress, labs, service } from '../../support/manifests';

const policy = (ports: object[], podSelector: object = { matchLabels: { app: 'web' } }) =>
  labs('networking.k8s.io/v1', 'NetworkPolicy', 'web', { spec: { podSelector, ingress: [{ ports }] } });

const other = (labels: object): Manifest =>
  deployment({
    metadata: { name: 'other' },
    spec: {
      selector: { matchLabels: { app: 'other' } },
      template: { metadata: { labels }, spec: { containers: [{ name: 'other', image: 'a' }] } },
    },
  });

test('TCP and UDP can use the same port number', () => {
  const ports = [
    { name: 'dns', port: 53, targetPort: 'http' },
    { name: 'dns-udp', port: 53, targetPort: 'http', protocol: 'UDP' },
  ];
  expect(findings([deployment(), service({ ports })])).toEqual([]);
});

test('a Service and a policy can use a port of a sidecar, which is an init container that keeps running', () => {
  const sidecar = { name: 'proxy', image: 'a', restartPolicy: 'Always', ports: [{ name: 'tls', containerPort: 8443 }] };
  const web = deployment({ pod: { initContainers: [sidecar] } });
  expect(findings([web, service({ ports: [{ port: 443, targetPort: 'tls' }] }), policy([{ port: 'tls' }])])).toEqual(
    [],
  );
});

test('a Service without a selector needs no pods', () => {
  expect(findings([labs('v1', 'Service', 'db', { spec: { type: 'ExternalName', externalName: 'a.b' } })])).toEqual([]);
});

test.each<[string, Manifest[], string[]]>([
  [
    'ports of a Service',
    [deployment(), service({ ports: [{ name: 'HTTP', port: 0, targetPort: 'http' }] })],
    [
      'Service labs/web spec.ports[0].name: is not a DNS label: HTTP',
      'Service labs/web spec.ports[0].port: is not a valid port: 0',
    ],
  ],
  [
    'a Service that also selects pods which do not listen',
    [deployment(), other({ app: 'web' }), service({})],
    [
      "Deployment labs/other spec.selector: does not match the labels of the object's own pods",
      'Deployment labs/web spec.selector: also selects the pods of Deployment labs/other',
      'Service labs/web spec.ports[0].targetPort: pods of Deployment labs/other have no port http',
    ],
  ],
  [
    "workloads that select each other's pods",
    [deployment(), other({ app: 'web', more: 'x' })],
    [
      "Deployment labs/other spec.selector: does not match the labels of the object's own pods",
      'Deployment labs/web spec.selector: also selects the pods of Deployment labs/other',
    ],
  ],
  [
    'a policy for a port that does not exist',
    [deployment(), policy([{ port: 'http' }, { port: 8081 }, { port: 'https' }])],
    ['NetworkPolicy labs/web spec.ingress[0].ports[2].port: no pod that the policy selects has a port https'],
  ],
  [
    'a policy without pods',
    [deployment(), policy([], { matchLabels: { app: 'api' } })],
    ['NetworkPolicy labs/web spec.podSelector.matchLabels: selects no pod of the release'],
  ],
  ['an Ingress without rules', [ingress({})], ['Ingress labs/web spec: must have rules or a default backend']],
  [
    'a certificate that does not exist',
    [deployment(), service({}), ingress({ ...backend('web', { number: 80 }), tls: [{ secretName: 'tls' }] })],
    ['Ingress labs/web spec.tls[0].secretName: Secret tls is not in the release'],
  ],
  [
    'an autoscaler that every apply resets',
    [
      deployment({ spec: { replicas: 2 } }),
      labs('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', {
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 3 },
      }),
    ],
    ['Deployment labs/web spec.replicas: must be absent: HorizontalPodAutoscaler h sets it'],
  ],
])('%s: found', (_case, objects, expected) => {
  expect(findings(objects)).toEqual(expected);
});

test('a wildcard is a valid host, and a default backend is enough', () => {
  const hosts = { ...backend('web', { number: 80 }), tls: [{ hosts: ['*.example.com'] }] };
  expect(findings([deployment(), service({}), ingress(hosts)])).toEqual([]);
  const fallback = ingress({ defaultBackend: { service: { name: 'web', port: { number: 80 } } } });
  expect(findings([deployment(), service({}), fallback])).toEqual([]);
});

test('a webhook calls a Service of the release on one of its ports', () => {
  const hook = (port?: number): Manifest => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'hook' },
    webhooks: [{ clientConfig: { service: { name: 'web', namespace: 'labs', ...(port ? { port } : {}) } } }],
  });
  const at = 'MutatingWebhookConfiguration hook webhooks[0].clientConfig.service';
  expect(findings([deployment(), service({}), hook(80)])).toEqual([]);
  expect(findings([deployment(), service({}), hook()])).toEqual([`${at}: Service web has no port 443`]);
  expect(findings([hook(80)])).toEqual([`${at}: Service web is not in the release`]);
});

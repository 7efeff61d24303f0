// The annotations of Ingresses by controller.

import { system } from '../../charts/daytona-region';
import { cases } from '../support/charts';
import { only, rendered } from '../support/render';

const example = cases.find(({ chart, name }) => chart === 'daytona-region' && name === 'example')?.values ?? {};

function region(ingressController: string, values: object = {}) {
  const release = rendered(system, [example, { global: { ingressController }, ...values }]);
  const annotations = (kind: string, name = 'daytona-region-proxy') =>
    only(release, kind, name).metadata.annotations ?? {};
  return annotations;
}

const TLS = { services: { proxy: { tls: { enabled: true } } } };

test.each([
  [
    'nginx',
    { 'nginx.ingress.kubernetes.io/proxy-body-size': '0', 'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600' },
  ],
  ['traefik', {}],
  ['haproxy', { 'haproxy.org/timeout-tunnel': '3600s', 'haproxy-ingress.github.io/proxy-body-size': 'unlimited' }],
  ['alb', { 'alb.ingress.kubernetes.io/load-balancer-attributes': 'idle_timeout.timeout_seconds=3600' }],
  ['contour', { 'projectcontour.io/response-timeout': 'infinity', 'projectcontour.io/websocket-routes': '/' }],
  ['cilium', { 'ingress.cilium.io/request-timeout': '0s' }],
])('%s: uploads and long connections', (controller, wanted) => {
  const found = region(controller)('Ingress');
  expect(found).toMatchObject(wanted);
  if (controller !== 'nginx') expect(Object.keys(found).filter((name) => name.startsWith('nginx.'))).toEqual([]);
});

test.each([
  ['nginx', 'Ingress', { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' }],
  ['traefik', 'Service', { 'traefik.ingress.kubernetes.io/service.serversscheme': 'https' }],
  ['haproxy', 'Ingress', { 'haproxy.org/server-ssl': 'true' }],
  ['alb', 'Ingress', { 'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS' }],
  ['contour', 'Service', { 'projectcontour.io/upstream-protocol.tls': '4000' }],
])('%s: TLS to the backend', (controller, kind, wanted) => {
  expect(region(controller, TLS)(kind)).toMatchObject(wanted);
});

test('annotations of the user win', () => {
  const annotations = { 'alb.ingress.kubernetes.io/target-type': 'instance' };
  const found = region('alb', { services: { proxy: { ingress: { annotations } } } })('Ingress');
  expect(found).toMatchObject(annotations);
});

test('every Ingress through which images are pushed has them', () => {
  expect(region('contour')('Ingress', 'daytona-region-snapshot-manager')).toHaveProperty([
    'projectcontour.io/response-timeout',
  ]);
});

test.each([
  ['', true],
  ['nginx-internal', true],
  ['internal', true],
  ['traefik', false],
  ['aws-alb', false],
  ['contour', false],
])('the default is for class "%s": %s', (className, isFor) => {
  const found = region('nginx', { services: { proxy: { ingress: { className } } } })('Ingress');
  expect(Object.hasOwn(found, 'nginx.ingress.kubernetes.io/proxy-body-size')).toBe(isFor);
});

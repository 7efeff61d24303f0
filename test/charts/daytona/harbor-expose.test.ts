// Harbor without an Ingress: nginx in front, with a Service of the selected type.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IService } from 'kubernetes-models/v1/Service';
import { system as daytona } from '../../../charts/daytona';
import type { Rendered } from '../../../lib/render/render';
import { cases } from '../../support/charts';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf } from '../../support/problems';
import { inventory, only, rendered as renderedOf } from '../../support/render';
import { Shell } from '../../support/shell';
import { given, rendered, seen, system } from './harbor-system';

const config = (from: Rendered) =>
  only<IConfigMap>(from, 'ConfigMap', 'daytona-harbor-nginx').data?.['nginx.conf'] ?? '';
const nginxOf = (from: Rendered) => templateOf(from, 'Deployment', 'daytona-harbor-nginx');

test.each([
  [
    'clusterIP',
    { clusterIP: { staticClusterIP: '10.96.0.9', annotations: { 'example.com/a': 'b' } } },
    {
      type: 'ClusterIP',
      clusterIP: '10.96.0.9',
      ports: [
        { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' },
        { name: 'https', port: 443, targetPort: 'https', protocol: 'TCP' },
      ],
    },
    'https://harbor.acme.io',
  ],
  [
    'nodePort',
    { nodePort: { name: 'images', ports: { https: { nodePort: 30443 } } } },
    {
      type: 'NodePort',
      ports: [
        { name: 'http', port: 80, nodePort: 30002, targetPort: 'http', protocol: 'TCP' },
        { name: 'https', port: 443, nodePort: 30443, targetPort: 'https', protocol: 'TCP' },
      ],
    },
    'https://harbor.acme.io:30443',
  ],
  [
    'loadBalancer',
    { loadBalancer: { IP: '203.0.113.7', sourceRanges: ['10.0.0.0/8'], ports: { httpsPort: 8443 } } },
    {
      type: 'LoadBalancer',
      loadBalancerIP: '203.0.113.7',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
      ports: [
        { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' },
        { name: 'https', port: 8443, targetPort: 'https', protocol: 'TCP' },
      ],
    },
    'https://harbor.acme.io:8443',
  ],
])('%s: the Service is as configured, and core and clients use the right address', (type, change, spec, url) => {
  const from = rendered({ expose: { type, ...change } });
  const name = type === 'nodePort' ? 'images' : 'harbor';
  const found = only<IService>(from, 'Service', name);
  expect(found.spec).toEqual({ ...spec, selector: { app: 'harbor', component: 'nginx', release: 'daytona' } });
  if (type === 'clusterIP') expect(found.metadata?.annotations).toEqual({ 'example.com/a': 'b' });
  expect(inventory(from).filter((line) => line.startsWith('Ingress'))).toEqual([]);
  expect(only<IConfigMap>(from, 'ConfigMap', 'daytona-harbor-core').data?.EXT_ENDPOINT).toBe(url);
  expect(seen.connection).toMatchObject({ host: 'harbor.acme.io', url });
});

test('with TLS, nginx uses the Secret, and HTTP redirects to it', () => {
  const from = rendered({ expose: { type: 'loadBalancer' } });
  expect(nginxOf(from).spec.volumes).toContainEqual({
    name: 'certificate',
    secret: { secretName: 'acme-tls', defaultMode: 0o440 },
  });
  expect(containerOf(nginxOf(from), 'nginx').readinessProbe?.httpGet).toMatchObject({ port: 8443, scheme: 'HTTPS' });
  expect(config(from)).toContain('listen 8443 ssl;');
  expect(config(from)).toContain('return 308 https://harbor.acme.io$request_uri;');
  expect(seen.certificates).toMatchObject([{ secretName: 'acme-tls', selfSigned: false }]);
});

test('without TLS, there is only HTTP', () => {
  const from = rendered({ expose: { type: 'nodePort', tls: { enabled: false } } });
  expect(only<IService>(from, 'Service', 'harbor').spec?.ports?.map(({ name }) => name)).toEqual(['http']);
  expect(config(from)).not.toMatch(/ssl_|308/);
  expect(seen.certificates).toEqual([]);
  expect(seen.connection?.url).toBe('http://harbor.acme.io:30002');
});

test('auto requests a certificate that the cluster generates', () => {
  rendered({ expose: { type: 'clusterIP', tls: { certSource: 'auto' } } });
  expect(seen.certificates).toMatchObject([
    { secretName: 'daytona-harbor-tls', host: 'harbor.acme.io', selfSigned: true },
  ]);
});

test('core and portal accept traffic only from nginx', () => {
  const from = rendered({ expose: { type: 'clusterIP' } });
  const peers = (name: string) =>
    only<INetworkPolicy>(from, 'NetworkPolicy', `daytona-harbor-${name}`).spec?.ingress?.[0]?.from?.map(
      ({ podSelector }) => podSelector?.matchLabels?.component,
    );
  expect(peers('core')).toEqual(['nginx', 'core', 'jobservice']);
  expect(peers('portal')).toEqual(['nginx', 'core']);
  expect(peers('nginx')).toBeUndefined();
});

test("the platform's API pushes to that address", () => {
  const { values = {} } = cases.find(({ chart, name }) => chart === 'daytona' && name === 'example') ?? {};
  const from = renderedOf(daytona, [
    values,
    { harbor: { expose: { type: 'nodePort', tls: { certSource: 'auto' } }, nginx: { replicas: 2 } } },
  ]);
  const api = containerOf(templateOf(from, 'Deployment', 'daytona-api'), 'api');
  expect(variablesOf(api)).toMatchObject({
    TRANSIENT_REGISTRY_URL: 'https://harbor.daytona.acme.io:30003',
    INTERNAL_REGISTRY_URL: 'https://harbor.daytona.acme.io:30003',
  });
  expect(only<IDeployment>(from, 'Deployment', 'daytona-harbor-nginx').spec?.replicas).toBe(2);
});

test.each<[string, object, string[]]>([
  [
    'the certificate of an Ingress controller where there is none',
    { type: 'nodePort', tls: { certSource: 'none' } },
    ['harbor.expose.tls.certSource: is for an Ingress: with type nodePort it must be secret or auto'],
  ],
  [
    'one port for both',
    { type: 'clusterIP', clusterIP: { ports: { httpPort: 443 } } },
    ['harbor.expose.clusterIP.ports.httpsPort: must differ from the HTTP port'],
  ],
  [
    'the same node port for both',
    { type: 'nodePort', nodePort: { ports: { http: { port: 443, nodePort: 30003 } } } },
    [
      'harbor.expose.nodePort.ports.https.port: must differ from the HTTP port',
      'harbor.expose.nodePort.ports.https.nodePort: must differ from the HTTP port',
    ],
  ],
])('refuses %s', (_name, expose, problems) => {
  expect(problemsOf(system, given({ expose }))).toEqual(problems);
});

test('refuses to generate a certificate for an IP address', () => {
  const values = given({
    externalURL: 'https://10.0.0.1:30003',
    expose: { type: 'nodePort', tls: { certSource: 'auto' } },
  });
  expect(problemsOf(system, values)).toEqual([
    'harbor.externalURL: must have a host name: certSource auto does not create certificates for IP addresses',
  ]);
});

test('nginx accepts its configuration, if nginx is installed', () => {
  const present = spawnSync('sh', ['-c', 'command -v nginx && command -v openssl']).status === 0;
  const shell = new Shell({});
  const verdicts = [true, false].map((enabled) => {
    const at = (name: string) => join(shell.folder, name);
    shell.run('cd "$STATE" && openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout tls.key -out tls.crt', {});
    // The names of the Services do not resolve here.
    const text = config(rendered({ expose: { type: 'clusterIP', tls: { enabled } } }))
      .replaceAll('/etc/nginx/cert', shell.folder)
      .replaceAll(/daytona-harbor-\w+/g, '127.0.0.1');
    writeFileSync(at('nginx.conf'), text);
    return present ? spawnSync('nginx', ['-t', '-c', at('nginx.conf')], { encoding: 'utf8' }).status : 0;
  });
  shell.dispose();
  expect(verdicts).toEqual([0, 0]);
});

// API and migrations as a non-root user, for namespaces that do not allow root.

import { join } from 'node:path';
import { system } from '../../../charts/daytona';
import { readLayer } from '../../../lib/values/file/load';
import { containerOf, templateOf } from '../../support/pods';
import { rendered } from '../../support/render';

const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});
const template = (values: object) => templateOf(rendered(system, [credentials, values]), 'Deployment', 'daytona-api');
const api = (values: object) => ({ services: { api: values } });

const dashboard = { name: 'dashboard', mountPath: '/daytona/dist/apps/dashboard' };

test.each([
  ['its container', api({ securityContext: { runAsUser: 1000, runAsNonRoot: true } })],
  ['its pod', api({ podSecurityContext: { runAsUser: 1000 } })],
  ['every pod', { podSecurityContext: { runAsNonRoot: true } }],
])('another user for %s writes to a copy of the dashboard, and has a home folder', (_name, values) => {
  const { spec } = template(values);
  const copy = spec.initContainers?.find(({ name }) => name === 'copy-dashboard');
  expect(copy).toMatchObject({
    image: 'docker.io/daytonaio/daytona-api:v0.158.4-k8s-amd64',
    command: ['/bin/sh', '-c', 'cp -R /daytona/dist/apps/dashboard/. /copy/'],
    volumeMounts: [{ name: 'dashboard', mountPath: '/copy' }],
  });
  const own = containerOf(template(values), 'api');
  expect(own.volumeMounts).toContainEqual(dashboard);
  expect(own.env).toContainEqual({ name: 'HOME', value: '/tmp' });
  expect(own.securityContext?.runAsUser).not.toBe(0);
});

test.each([
  ['by default', {}],
  ['on request', api({ securityContext: { runAsUser: 0 } })],
])('root needs neither: %s', (_name, values) => {
  const { spec } = template(values);
  expect(spec.initContainers?.map(({ name }) => name)).toEqual(['wait-for-migrations']);
  expect(containerOf(template(values), 'api').volumeMounts).not.toContainEqual(dashboard);
});

test('one image is used by every Job and container that calls the API server', () => {
  const kubectlImage = 'registry.acme.io/tools/kubectl:1.36@sha256:'.concat('0'.repeat(64));
  const { objects } = rendered(system, [
    credentials,
    api({ ingress: { selfSigned: true }, env: { ADMIN_API_KEY: 'Zx81-admin' } }),
    { services: { runner: { image: { tag: 'v0.190.0' }, registration: { enabled: true } } } },
    { global: { kubectlImage } },
  ]);
  const text = JSON.stringify(objects);
  expect(text).not.toContain('daytonaio/kubectl');
  expect(text.split(`"image":"${kubectlImage}"`).length - 1).toBeGreaterThanOrEqual(7);
});

// Uploads of any size and long connections work through the Ingresses of the API and the proxy.

import { join } from 'node:path';
import { system } from '../../../charts/daytona';
import { readLayer } from '../../../lib/values/file/load';
import { only, rendered } from '../../support/render';

const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});
const NGINX = 'nginx.ingress.kubernetes.io';
const OPEN = {
  [`${NGINX}/proxy-body-size`]: '0',
  [`${NGINX}/proxy-read-timeout`]: '3600',
  [`${NGINX}/proxy-send-timeout`]: '3600',
};

const annotations = (service: 'api' | 'proxy', ingress: object) => {
  const release = rendered(system, [credentials, { services: { [service]: { ingress } } }]);
  return only(release, 'Ingress', `daytona-${service}`).metadata.annotations ?? {};
};

describe.each(['api', 'proxy'] as const)('%s', (service) => {
  test.each(['nginx', 'internal-nginx', ''])('with class "%s"', (className) => {
    expect(annotations(service, { className })).toMatchObject(OPEN);
  });

  test('with a controller that needs no annotations', () => {
    expect(Object.keys(annotations(service, { className: 'traefik' })).filter((key) => key.startsWith(NGINX))).toEqual(
      [],
    );
  });

  test('your own annotations take precedence', () => {
    const own = { [`${NGINX}/proxy-body-size`]: '10m' };
    expect(annotations(service, { className: 'nginx', annotations: own })).toMatchObject({ ...OPEN, ...own });
  });
});

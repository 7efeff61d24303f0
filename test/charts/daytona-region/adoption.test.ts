// Values of an installed region that are only in its objects.

import { adoption } from '../../../charts/daytona-region/adoption';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { Tree } from '../../../lib/values/layer';

const proxy = (variables: Readonly<Record<string, string>>): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web-daytona-region-proxy', namespace: 'shop' },
  spec: {
    template: {
      spec: {
        containers: [{ name: 'proxy', env: Object.entries(variables).map(([name, value]) => ({ name, value })) }],
      },
    },
  },
});
const installed = (variables: Readonly<Record<string, string>>, values: Tree = {}) => ({
  name: 'web',
  fullname: 'web-daytona-region',
  namespace: 'shop',
  objects: [proxy(variables)],
  values,
});
const read = (variables: Readonly<Record<string, string>>, values?: Tree) =>
  adoption.read?.(installed(variables, values));

test("addresses come from the proxy's variables", () => {
  const variables = {
    PROXY_DOMAIN: 'proxy.acme.io',
    PROXY_PROTOCOL: 'http',
    DAYTONA_API_URL: 'https://api.acme.io/api',
  };
  expect(read(variables)).toMatchObject({
    proxyUrl: 'http://proxy.acme.io',
    daytonaApiUrl: 'https://api.acme.io/api',
  });
  expect(read({ PROXY_DOMAIN: 'proxy.acme.io' })).toMatchObject({ proxyUrl: 'https://proxy.acme.io' });
  expect(read({})).not.toHaveProperty('proxyUrl');
  expect(read({})).not.toHaveProperty('daytonaApiUrl');
});

test('addresses in a values file are kept', () => {
  const variables = { PROXY_DOMAIN: 'proxy.acme.io', DAYTONA_API_URL: 'https://api.acme.io/api' };
  const given = { proxyUrl: 'https://mine.acme.io', daytonaApiUrl: 'https://mine.acme.io/api' };
  const found = read(variables, given);
  expect(found).not.toHaveProperty('proxyUrl');
  expect(found).not.toHaveProperty('daytonaApiUrl');
});

test('the values refer to the Secret with the API key, unless they have the key, another Secret or no registration', () => {
  expect(read({})).toEqual({ registration: { existingSecret: 'web-daytona-region-daytona-api-key' } });
  for (const values of [
    { daytonaApiKey: 'dtn_1' },
    { registration: { existingSecret: 'mine' } },
    { registration: { enabled: false } },
  ]) {
    expect(read({}, values)).toEqual({});
  }
});

test('for a manually registered region, the Secret of the registration is not mentioned', () => {
  expect(adoption.decisions?.(installed({}))).toEqual([
    expect.stringContaining('its keys are in the Secret `web-daytona-region-region-config`'),
  ]);
  expect(adoption.decisions?.(installed({}, { registration: { enabled: false } }))).toEqual([]);
});

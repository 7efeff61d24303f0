// The effect of the public URL on the proxy, its Ingress and the registration, for every valid and invalid form.

import fc from 'fast-check';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { system } from '../../../charts/daytona-region';
import { cookieDomain, ingressHosts, parseProxyUrl } from '../../../charts/daytona-region/origin';
import { DNS_SUBDOMAIN } from '../../../lib/names/naming';
import { merge } from '../../../lib/values/file/merge';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { only, render } from '../../support/render';
import { minimal } from './values';

const NO_INGRESS = { services: { proxy: { ingress: { enabled: false } } } };
const given = (proxyUrl: string, change: object = {}) =>
  merge({ ...minimal, daytonaApiKey: 'dtn_0123456789abcdef', proxyUrl }, change as Record<string, unknown>);
const proxyOf = (values: object) => variablesOf(containerOf(templateOf(render(system, values), 'Deployment'), 'proxy'));

// URL, PROXY_PROTOCOL, host, PROXY_DOMAIN, COOKIE_DOMAIN, URL that Daytona gets
const VALID: [string, string, string, string, string, string][] = [
  [
    'https://proxy.mycompany.daytona.io',
    'https',
    'proxy.mycompany.daytona.io',
    'proxy.mycompany.daytona.io',
    'mycompany.daytona.io',
    'https://proxy.mycompany.daytona.io',
  ],
  [
    'https://proxy.example.com:4000',
    'https',
    'proxy.example.com',
    'proxy.example.com:4000',
    'example.com',
    'https://proxy.example.com:4000',
  ],
  [
    'http://proxy.example.com:4000',
    'http',
    'proxy.example.com',
    'proxy.example.com:4000',
    'example.com',
    'http://proxy.example.com:4000',
  ],
  [
    'http://proxy.example.com',
    'http',
    'proxy.example.com',
    'proxy.example.com',
    'example.com',
    'http://proxy.example.com',
  ],
  [
    'http://proxy.example.com:80',
    'http',
    'proxy.example.com',
    'proxy.example.com',
    'example.com',
    'http://proxy.example.com',
  ],
  [
    'https://proxy.example.com:443',
    'https',
    'proxy.example.com',
    'proxy.example.com',
    'example.com',
    'https://proxy.example.com',
  ],
  [
    'https://proxy.example.com:80',
    'https',
    'proxy.example.com',
    'proxy.example.com:80',
    'example.com',
    'https://proxy.example.com:80',
  ],
  [
    'https://proxy.example.com:8443',
    'https',
    'proxy.example.com',
    'proxy.example.com:8443',
    'example.com',
    'https://proxy.example.com:8443',
  ],
  [
    'https://proxy.example.com/',
    'https',
    'proxy.example.com',
    'proxy.example.com',
    'example.com',
    'https://proxy.example.com',
  ],
  [
    'https://proxy.example.com:8443/',
    'https',
    'proxy.example.com',
    'proxy.example.com:8443',
    'example.com',
    'https://proxy.example.com:8443',
  ],
  [
    'HTTPS://Proxy.Example.COM',
    'https',
    'proxy.example.com',
    'proxy.example.com',
    'example.com',
    'https://proxy.example.com',
  ],
  ['https://example.com', 'https', 'example.com', 'example.com', 'example.com', 'https://example.com'],
  ['https://mycompany.co.uk', 'https', 'mycompany.co.uk', 'mycompany.co.uk', 'co.uk', 'https://mycompany.co.uk'],
  ['https://localhost', 'https', 'localhost', 'localhost', 'localhost', 'https://localhost'],
  ['http://localhost:4000', 'http', 'localhost', 'localhost:4000', 'localhost', 'http://localhost:4000'],
  [
    'https://a.b.c.d.example.co.uk',
    'https',
    'a.b.c.d.example.co.uk',
    'a.b.c.d.example.co.uk',
    'b.c.d.example.co.uk',
    'https://a.b.c.d.example.co.uk',
  ],
  [
    'https://münchen.example.com',
    'https',
    'xn--mnchen-3ya.example.com',
    'xn--mnchen-3ya.example.com',
    'example.com',
    'https://xn--mnchen-3ya.example.com',
  ],
];

describe.each(VALID)('%s', (url, scheme, host, domain, cookie, registeredUrl) => {
  const rendered = render(system, given(url));
  const old = render(system, given(url, { services: { proxy: { image: { tag: 'v0.134.0' } } } }));

  test('is what the proxy gets', () => {
    const expected = { PROXY_PROTOCOL: scheme, COOKIE_DOMAIN: cookie, PROXY_PORT: '4000' };
    const proxyVariables = (release: typeof rendered) =>
      variablesOf(containerOf(templateOf(release, 'Deployment'), 'proxy'));
    expect(proxyVariables(rendered)).toMatchObject(expected);
    expect(proxyVariables(rendered)).not.toHaveProperty('PROXY_DOMAIN');
    expect(proxyVariables(old)).toMatchObject({ ...expected, PROXY_DOMAIN: domain });
  });

  test('is what the Ingress serves: the host and its wildcard, with the same certificate', () => {
    const { rules = [], tls = [] } = only<IIngress>(rendered, 'Ingress').spec ?? {};
    expect(rules.map((rule) => rule.host)).toEqual([host, `*.${host}`]);
    expect(tls).toEqual([{ hosts: [host, `*.${host}`], secretName: `${host}-tls` }]);
  });

  test('is the URL that Daytona gets, without a trailing slash and normalized', () => {
    expect(variablesOf(containerOf(templateOf(rendered, 'Job'), 'register')).PROXY_URL).toBe(registeredUrl);
  });
});

test.each([
  ['https://10.0.0.5', '10.0.0.5', '10.0.0.5'],
  ['http://10.0.0.5:4000', '10.0.0.5:4000', '10.0.0.5'],
])('%s works without an Ingress: cookies belong to the IP address', (url, domain, cookie) => {
  const old = { services: { proxy: { ingress: { enabled: false }, image: { tag: 'v0.134.0' } } } };
  expect(proxyOf(given(url, old))).toMatchObject({ PROXY_DOMAIN: domain, COOKIE_DOMAIN: cookie });
});

const NAME = 'must have a host of letters, digits, "-" and ".", with labels of at most 63 characters';
const SCHEME = 'must start with http:// or https://';
const PORT = 'must have a port from 1 to 65535 after the colon';
const PATH = 'must not have a path';
const ADDRESS = 'must have a valid host: this looks like an invalid IPv4 address';
const USER = 'must not contain a user name or password';
const SANDBOX = 'must not have a host that starts with a number and "-": the proxy reads it as <port>-<sandbox>';

test.each([
  ['https://proxy.example.com/base/path', PATH],
  ['https://proxy.example.com//', PATH],
  ['https://proxy.example.com?x=1', 'must not have a query (?)'],
  ['https://proxy.example.com?', 'must not have a query (?)'],
  ['https://proxy.example.com#f', 'must not have a fragment (#)'],
  ['https://[2001:db8::1]:8443', 'must not contain an IPv6 address'],
  ['https://3000-x.proxy.example.com', SANDBOX],
  ['https://user:pw@proxy.example.com', USER],
  ['https://@proxy.example.com', USER],
  ['https://proxy_1.example.com', NAME],
  ['https://-p.x.io', NAME],
  ['https://p-.x.io', NAME],
  ['https://p..x.io', NAME],
  ['https://p.x.io.', NAME],
  ['https://.x.io', NAME],
  ['https://*.example.com', NAME],
  ['https://proxy .example.com', NAME],
  ['https://proxy.example.com\\', NAME],
  ['https://%70roxy.example.com', NAME],
  [`https://${'x'.repeat(64)}.example.com`, NAME],
  [`https://${'x.'.repeat(124)}xx`, 'must have a host of at most 249 characters'],
  ['proxy.example.com', SCHEME],
  ['proxy.example.com:4000', SCHEME],
  ['//proxy.example.com', SCHEME],
  ['ftp://proxy.example.com', SCHEME],
  ['https:/proxy.example.com', SCHEME],
  [' https://proxy.example.com', SCHEME],
  ['javascript:alert(1)', SCHEME],
  ['https://proxy.example.com:0', PORT],
  ['https://proxy.example.com:70000', PORT],
  ['https://proxy.example.com:abc', PORT],
  ['https://proxy.example.com:8443:9', PORT],
  ['https://proxy.example.com:', PORT],
  ['https://proxy.example.com:+80', PORT],
  ['https://proxy.example.com:1e3', PORT],
  ['https://', 'must contain a host'],
  ['https://:4000', 'must contain a host'],
  ['https:///path', PATH],
  ['https://10.0.0', ADDRESS],
  ['https://10.0.0.256', ADDRESS],
  ['https://0x7f.1', ADDRESS],
  ['https://2130706433', ADDRESS],
])('%s is refused with the rule that it violates', (url, message) => {
  expect(problemsOf(system, given(url))).toEqual([`proxyUrl: ${message}`]);
});

test('a URL with a password is not repeated', () => {
  expect(problemsOf(system, given('https://ann:swordfish@proxy.example.com')).join()).not.toContain('swordfish');
});

test.each(['https://10.0.0.5', 'http://10.0.0.5:4000'])(
  '%s is refused for an Ingress, which serves names only',
  (url) => {
    expect(problemsOf(system, given(url))).toEqual([
      'proxyUrl: is an IPv4 address, which an Ingress cannot serve: use a host name, or set services.proxy.ingress.enabled to false',
    ]);
  },
);

test('an explicit cookie domain wins', () => {
  const override = { services: { proxy: { env: { COOKIE_DOMAIN: 'mycompany.co.uk' } } } };
  const values = given('https://mycompany.co.uk', override);
  expect(proxyOf(values).COOKIE_DOMAIN).toBe('mycompany.co.uk');
  expect(warningsOf(system, values)).toEqual([]);
});

test.each([
  [
    'https://proxy.example.com:8443',
    {},
    'proxyUrl: has port 8443, but an Ingress listens on 80 and 443: you must forward that port to the Ingress',
  ],
  ['https://proxy.example.com:8443', NO_INGRESS, undefined],
  [
    'https://mycompany.co.uk',
    {},
    'proxyUrl: results in the cookie domain co.uk, which looks like a public suffix: browsers reject such cookies; set services.proxy.env.COOKIE_DOMAIN',
  ],
  ['https://proxy.mycompany.co.uk', {}, undefined],
  ['http://proxy.example.com', {}, 'proxyUrl: is http, but services.proxy.ingress.tls is true'],
  [
    'https://proxy.example.com',
    { services: { proxy: { ingress: { tls: false } } } },
    'proxyUrl: is https, but services.proxy.ingress.tls is false',
  ],
  [
    'https://proxy.example.com',
    { services: { proxy: { env: { COOKIE_DOMAIN: 'example.org' } } } },
    'services.proxy.env.COOKIE_DOMAIN: does not include proxy.example.com: browsers reject its cookies',
  ],
  ['https://proxy.example.com', { services: { proxy: { env: { COOKIE_DOMAIN: '.example.com' } } } }, undefined],
])('%s %j warns: %s', (url, change, warning) => {
  expect(warningsOf(system, given(url, change))).toEqual(warning === undefined ? [] : [warning]);
});

test.each([
  ['other.example.com', ['services.proxy.ingress.hostname has no effect: the hosts are derived from proxyUrl']],
  ['proxy.example.com', []],
])('an Ingress host name, %s, only causes a warning', (hostname, warnings) => {
  const rendered = render(
    system,
    given('https://proxy.example.com', { services: { proxy: { ingress: { hostname } } } }),
  );
  expect(rendered.warnings).toEqual(warnings);
  expect(only<IIngress>(rendered, 'Ingress').spec?.rules?.[0]?.host).toBe('proxy.example.com');
});

const label = fc.stringMatching(/^[a-zA-Z]([-a-zA-Z0-9]{0,8}[a-zA-Z0-9])?$/);
const urls = fc
  .record({
    scheme: fc.constantFrom('http', 'https', 'HTTPS'),
    labels: fc.array(label, { minLength: 1, maxLength: 6 }),
    port: fc.option(fc.integer({ min: 1, max: 65535 })),
    slash: fc.constantFrom('', '/'),
  })
  .map(
    ({ scheme, labels, port, slash }) => `${scheme}://${labels.join('.')}${port === null ? '' : `:${port}`}${slash}`,
  );

test('any valid URL gives valid Ingress hosts, and a cookie domain that includes them', () => {
  fc.assert(
    fc.property(urls, (url) => {
      const origin = parseProxyUrl(url);
      for (const host of ingressHosts(origin)) {
        expect(host.replace(/^\*\./, '')).toMatch(new RegExp(DNS_SUBDOMAIN));
        expect(host.length).toBeLessThanOrEqual(253);
      }
      const cookie = cookieDomain(origin);
      expect(origin.host === cookie || origin.host.endsWith(`.${cookie}`)).toBe(true);
      expect(parseProxyUrl(origin.url)).toEqual(origin);
    }),
  );
});

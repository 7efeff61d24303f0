// Contradictions between values of a custom region.

import { autoscalingRules } from '../../lib/k8s/autoscaling';
import { certManagerRules } from '../../lib/k8s/cert-manager';
import { ingressRules } from '../../lib/k8s/ingress';
import { requestsWithinLimits } from '../../lib/k8s/resources';
import { tlsRules } from '../../lib/k8s/tls';
import type { Report, Rule } from '../../lib/values/validate';
import { type Origin, OriginError, parseOrigin } from './origin';
import { proxyTlsSecret } from './proxy';
import { cookieDomain, looksPublic, parseProxyUrl } from './proxy-url';
import { snapshotRules } from './snapshot-rules';
import type { Values } from './values';

/** The URL, once its own rule accepts it. */
function parsed(text: string, parse: (text: string) => Origin): Origin | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof OriginError) return undefined;
    throw error;
  }
}

function mustParse(
  parse: (text: string) => Origin,
  text: string,
  at: (values: Values) => unknown,
  report: Report<Values>,
) {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof OriginError)) throw error;
    report.error(at, error.message);
  }
}

const proxyRules: readonly Rule<Values>[] = [
  ({ proxyUrl }, report) => mustParse(parseProxyUrl, proxyUrl, (v) => v.proxyUrl, report),
  ({ snapshotManagerUrl }, report) => {
    if (snapshotManagerUrl !== '') mustParse(parseOrigin, snapshotManagerUrl, (v) => v.snapshotManagerUrl, report);
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    if (proxy.ingress.enabled && parsed(proxyUrl, parseProxyUrl)?.isAddress) {
      report.error(
        (v) => v.proxyUrl,
        'names an IPv4 address, which an Ingress cannot serve: use a host name, or set services.proxy.ingress.enabled to false',
      );
    }
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    const url = parsed(proxyUrl, parseProxyUrl);
    if (proxy.ingress.enabled && url && !url.isDefaultPort) {
      report.warning(
        (v) => v.proxyUrl,
        `names port ${url.port}, but an Ingress listens on 80 and 443: something else must lead that port to it`,
      );
    }
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    const url = parsed(proxyUrl, parseProxyUrl);
    const { enabled, tls } = proxy.ingress;
    if (enabled && url && (url.scheme === 'https') !== tls) {
      report.warning((v) => v.proxyUrl, `is ${url.scheme}, but services.proxy.ingress.tls is ${tls}`);
    }
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    const url = parsed(proxyUrl, parseProxyUrl);
    if (!url || proxy.env.COOKIE_DOMAIN !== '') return;
    const domain = cookieDomain(url);
    if (looksPublic(domain)) {
      report.warning(
        (v) => v.proxyUrl,
        `gives the cookie domain ${domain}, which looks like a public suffix: browsers refuse such cookies; set services.proxy.env.COOKIE_DOMAIN`,
      );
    }
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    const url = parsed(proxyUrl, parseProxyUrl);
    const domain = proxy.env.COOKIE_DOMAIN.replace(/^\./, '');
    if (url && domain !== '' && url.host !== domain && !url.host.endsWith(`.${domain}`)) {
      report.warning(
        (v) => v.services.proxy.env.COOKIE_DOMAIN,
        `does not hold ${url.host}: browsers refuse its cookies`,
      );
    }
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    const { hostname } = proxy.ingress;
    if (hostname !== '' && parsed(proxyUrl, parseProxyUrl)?.host !== hostname) {
      report.warning((v) => v.services.proxy.ingress.hostname, 'has no effect: the hosts come from proxyUrl');
    }
  },
];

const registrationRules: readonly Rule<Values>[] = [
  ({ registration, regionName }, report) => {
    if (registration.enabled && regionName === '') {
      report.error(
        (v) => v.regionName,
        'is required for the registration (2 to 255 letters, digits, "_", "." and "-")',
      );
    }
  },
  ({ registration, daytonaApiKey }, report) => {
    if (registration.enabled && daytonaApiKey === '' && registration.existingSecret === '') {
      report.error(
        (v) => v.daytonaApiKey,
        'is required for the registration (or name a Secret in registration.existingSecret)',
      );
    }
  },
  ({ registration, daytonaApiKey }, report) => {
    if (registration.enabled && daytonaApiKey !== '' && registration.existingSecret !== '') {
      report.warning((v) => v.daytonaApiKey, 'has no effect: registration.existingSecret is set');
    }
  },
  ({ registration, services: { proxy } }, report) => {
    if (registration.enabled && proxy.env.PROXY_API_KEY !== '') {
      report.warning((v) => v.services.proxy.env.PROXY_API_KEY, 'has no effect: the registration brings the key');
    }
  },
  ({ registration, services: { proxy } }, report) => {
    if (registration.enabled && proxy.existingSecret !== '') {
      report.warning((v) => v.services.proxy.existingSecret, 'has no effect: the registration brings the key');
    }
  },
  ({ registration, services: { proxy } }, report) => {
    if (!registration.enabled && proxy.env.PROXY_API_KEY !== '' && proxy.existingSecret !== '') {
      report.error(
        (v) => v.services.proxy.env.PROXY_API_KEY,
        'contradicts services.proxy.existingSecret: give one of the two',
      );
    }
  },
];

export const rules: readonly Rule<Values>[] = [
  ...proxyRules,
  ...registrationRules,
  ...snapshotRules,
  ...ingressRules((v: Values) => v.services.proxy.ingress),
  ...tlsRules(
    (v: Values) => v.services.proxy.ingress,
    (v) => proxyTlsSecret(v, parsed(v.proxyUrl, parseProxyUrl)?.host ?? ''),
  ),
  ...certManagerRules((v: Values) => v.certManager),
  ...autoscalingRules(
    (v: Values) => v.services.proxy.autoscaling,
    (v) => v.services.proxy.resources.requests,
  ),
  requestsWithinLimits((v: Values) => v.services.proxy.resources),
  requestsWithinLimits((v: Values) => v.registration.resources),
];

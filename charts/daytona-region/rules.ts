// Rules between the values of a custom region.

import { commonRules } from '../../lib/k8s/common';
import { gatewayRules, routeRules } from '../../lib/k8s/gateway/rules';
import { isRouted, usesOwnGateway } from '../../lib/k8s/gateway/values';
import { metricsRules } from '../../lib/k8s/monitoring/rules';
import { ingressRules } from '../../lib/k8s/network/ingress';
import { certManagerRules } from '../../lib/k8s/tls/cert-manager-rules';
import { tlsRules } from '../../lib/k8s/tls/tls';
import { dnsRule } from '../../lib/k8s/workload/dns';
import { noLiteralCredential, noneDerived, volumeRules } from '../../lib/k8s/workload/extras';
import { resourceRules } from '../../lib/k8s/workload/resources';
import { autoscalingRules } from '../../lib/k8s/workload/scaling';
import { isOlder } from '../../lib/names/image-version';
import type { Rule } from '../../lib/values/validate';
import { managerRules } from './manager/rules';
import { attempt, cookieDomain, looksPublic, type Origin, parseOrigin, parseProxyUrl, problemOf } from './origin';
import { PROXY_VOLUME, proxyTlsSecret } from './proxy';
import { isPublished } from './region';
import { runnerRules } from './runner/rules';
import { snapshotRules } from './snapshots/snapshot-rules';
import { sshGatewayRules } from './ssh-gateway/rules';
import { schema, type Values } from './values';

/** In values that were copied from the Helm chart's defaults. */
const MADE_UP_HOST = 'snapshots.daytona.local';

/** The URL, once its own rule accepts it. */
const urlOf = (proxyUrl: string): Origin | undefined => attempt(parseProxyUrl, proxyUrl);

const proxyRules: readonly Rule<Values>[] = [
  ({ proxyUrl }, report) => {
    const problem = problemOf(parseProxyUrl, proxyUrl);
    if (problem) report.error((v) => v.proxyUrl, problem);
  },
  ({ snapshotManagerUrl }, report) => {
    const problem = snapshotManagerUrl === '' ? undefined : problemOf(parseOrigin, snapshotManagerUrl);
    if (problem) report.error((v) => v.snapshotManagerUrl, problem);
  },
  ({ snapshotManagerUrl, services: { snapshotManager } }, report) => {
    if (snapshotManagerUrl !== '' && !snapshotManager.enabled) {
      report.warning((v) => v.snapshotManagerUrl, 'has no effect: services.snapshotManager.enabled is false');
    }
  },
  ({ snapshotManagerUrl, services: { snapshotManager } }, report) => {
    if (snapshotManager.enabled && attempt(parseOrigin, snapshotManagerUrl)?.host === MADE_UP_HOST) {
      report.warning(
        (v) => v.snapshotManagerUrl,
        `is ${MADE_UP_HOST}, a placeholder from the Helm chart: set the real host, or remove the key to use that of the Ingress`,
      );
    }
  },
  (values, report) => {
    const { proxyUrl, services } = values;
    if (isPublished(values, services.proxy) && urlOf(proxyUrl)?.isAddress) {
      report.error(
        (v) => v.proxyUrl,
        'is an IPv4 address, which an Ingress cannot serve: use a host name, or set services.proxy.ingress.enabled to false',
      );
    }
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    const url = urlOf(proxyUrl);
    if (proxy.ingress.enabled && url && !url.isDefaultPort) {
      report.warning(
        (v) => v.proxyUrl,
        `has port ${url.port}, but an Ingress listens on 80 and 443: you must forward that port to the Ingress`,
      );
    }
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    const url = urlOf(proxyUrl);
    const { enabled, tls } = proxy.ingress;
    if (enabled && url && (url.scheme === 'https') !== tls) {
      report.warning((v) => v.proxyUrl, `is ${url.scheme}, but services.proxy.ingress.tls is ${tls}`);
    }
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    const url = urlOf(proxyUrl);
    if (!url || proxy.env.COOKIE_DOMAIN !== '') return;
    const domain = cookieDomain(url);
    if (looksPublic(domain)) {
      report.warning(
        (v) => v.proxyUrl,
        `results in the cookie domain ${domain}, which looks like a public suffix: browsers reject such cookies; set services.proxy.env.COOKIE_DOMAIN`,
      );
    }
  },
  ({ proxyUrl, services: { proxy } }, report) => {
    const url = urlOf(proxyUrl);
    const domain = proxy.env.COOKIE_DOMAIN.replace(/^\./, '');
    if (url && domain !== '' && url.host !== domain && !url.host.endsWith(`.${domain}`)) {
      report.warning(
        (v) => v.services.proxy.env.COOKIE_DOMAIN,
        `does not include ${url.host}: browsers reject its cookies`,
      );
    }
  },
];

const registrationRules: readonly Rule<Values>[] = [
  ({ registration, regionName }, report) => {
    if (registration.enabled && regionName === '') {
      report.error((v) => v.regionName, 'is required for registration (2 to 255 letters, digits, "_", "." and "-")');
    }
  },
  ({ registration, daytonaApiKey }, report) => {
    if (registration.enabled && daytonaApiKey === '' && registration.existingSecret === '') {
      report.error((v) => v.daytonaApiKey, 'is required for registration (or set registration.existingSecret)');
    }
  },
  ({ registration, sshGatewayUrl }, report) => {
    if (!registration.enabled && sshGatewayUrl !== '') {
      report.warning((v) => v.sshGatewayUrl, 'has no effect: only the registration passes it to Daytona');
    }
  },
  ({ registration, daytonaApiKey }, report) => {
    if (registration.enabled && daytonaApiKey !== '' && registration.existingSecret !== '') {
      report.warning((v) => v.daytonaApiKey, 'has no effect: registration.existingSecret is set');
    }
  },
  ({ registration, services: { proxy } }, report) => {
    if (registration.enabled && proxy.env.PROXY_API_KEY !== '') {
      report.warning((v) => v.services.proxy.env.PROXY_API_KEY, 'has no effect: registration provides the key');
    }
  },
  ({ registration, services: { proxy } }, report) => {
    if (registration.enabled && proxy.existingSecret !== '') {
      report.warning((v) => v.services.proxy.existingSecret, 'has no effect: registration provides the key');
    }
  },
  ({ registration, services: { proxy } }, report) => {
    if (!registration.enabled && proxy.env.PROXY_API_KEY !== '' && proxy.existingSecret !== '') {
      report.error(
        (v) => v.services.proxy.env.PROXY_API_KEY,
        'conflicts with services.proxy.existingSecret: set only one of them',
      );
    }
  },
];

/** Earlier proxies serve no metrics. */
const METRICS_SINCE = 'v0.187.0';

export const rules: readonly Rule<Values>[] = [
  ...commonRules,
  dnsRule,
  ...proxyRules,
  ...registrationRules,
  ...snapshotRules,
  ...sshGatewayRules,
  ...managerRules,
  ...runnerRules,
  ({ registration, services: { runnerReaper } }, report) => {
    if (runnerReaper.enabled && !registration.enabled) {
      report.error(
        (v) => v.services.runnerReaper.enabled,
        'requires the registration, which has the API key and the ID of the region',
      );
    }
  },
  ...routeRules<Values>({
    ingress: (v) => v.services.proxy.ingress,
    route: (v) => v.services.proxy.httpRoute,
    isOn: () => true,
    servesTls: (v) => v.services.proxy.tls.enabled,
  }),
  ...routeRules<Values>({
    ingress: (v) => v.services.snapshotManager.ingress,
    route: (v) => v.services.snapshotManager.httpRoute,
    isOn: (v) => v.services.snapshotManager.enabled,
    servesTls: ({ services: { snapshotManager } }) => {
      const { secretName, selfSigned } = snapshotManager.http.tls;
      return secretName !== '' || selfSigned;
    },
  }),
  ...gatewayRules<Values>(({ global, services: { proxy, snapshotManager } }) =>
    [proxy.httpRoute, ...(snapshotManager.enabled ? [snapshotManager.httpRoute] : [])].some(
      (route) => isRouted(global, route) && usesOwnGateway(global, route),
    ),
  ),
  ...ingressRules((v: Values) => v.services.proxy.ingress),
  ...tlsRules(
    (v: Values) => v.services.proxy.ingress,
    (v) => proxyTlsSecret(v, urlOf(v.proxyUrl)?.host ?? ''),
  ),
  ...certManagerRules((v: Values) => v.certManager),
  ...autoscalingRules(
    (v: Values) => v.services.proxy.autoscaling,
    (v) => v.services.proxy.resources.requests,
  ),
  noneDerived((v: Values) => v.services.proxy.extraEnv, {
    PROXY_PORT: 'services.proxy.env.PROXY_PORT',
    SHUTDOWN_TIMEOUT_SEC: 'services.proxy.shutdownTimeoutSeconds',
    ENABLE_TLS: 'services.proxy.tls.enabled',
    TLS_CERT_FILE: 'services.proxy.tls.secretName',
    TLS_KEY_FILE: 'services.proxy.tls.secretName',
  }),
  noLiteralCredential((v: Values) => v.services.proxy.extraEnv, {}),
  ...metricsRules<Values>(
    (v) => v.services.proxy.metrics,
    ({ services: { proxy } }) =>
      isOlder(proxy.image.tag, METRICS_SINCE)
        ? `the proxy serves metrics since ${METRICS_SINCE}, and this is ${proxy.image.tag}`
        : undefined,
  ),
  ...volumeRules((v: Values) => v.services.proxy, [PROXY_VOLUME]),
  ...resourceRules<Values>(schema),
];

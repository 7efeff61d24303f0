// Hosts and schemes that contradict each other.

import type { Rule } from '../../../lib/values/validate';
import { schema, type Values } from '../values';

const EXAMPLE = schema.properties.baseDomain.default as string;

export const addressRules: readonly Rule<Values>[] = [
  ({ baseDomain }, report) => {
    if (baseDomain === EXAMPLE) report.warning((v) => v.baseDomain, `${EXAMPLE} is an example: use your own domain`);
  },
  ({ services: { proxy } }, report) => {
    const [host] = proxy.env.PROXY_DOMAIN.split(':');
    if (host && proxy.ingress.hostname && host !== proxy.ingress.hostname) {
      report.error(
        (v) => v.services.proxy.ingress.hostname,
        `conflicts with services.proxy.env.PROXY_DOMAIN (${host}): the Ingress would not serve the sandboxes`,
      );
    }
  },
  ({ services: { proxy } }, report) => {
    const { enabled, tls } = proxy.ingress;
    if (proxy.env.PROXY_PROTOCOL === 'http' && enabled && tls) {
      report.warning(
        (v) => v.services.proxy.env.PROXY_PROTOCOL,
        'is http, but the Ingress has TLS: logins through the proxy would fail',
      );
    }
  },
];

// Settings that are derived from the public URL of the proxy.

import { type Origin, OriginError, parseOrigin } from './origin';

/** Parses the URL. Throws `OriginError` with the rule that it breaks. */
export function parseProxyUrl(text: string): Origin {
  const origin = parseOrigin(text);
  if (!origin.isAddress && /^\d+-/.test(origin.host)) {
    throw new OriginError(
      'must not have a host that starts with a number and "-": the proxy reads it as <port>-<sandbox>',
    );
  }
  return origin;
}

/** The domain of the login cookies: the host without its first label, if enough labels remain. */
export function cookieDomain({ host, isAddress }: Origin): string {
  const labels = host.split('.');
  return isAddress || labels.length < 3 ? host : labels.slice(1).join('.');
}

const SECOND_LEVEL = /^(ac|co|com|edu|go|gob|gov|gv|ltd|me|mil|ne|net|nom|or|org|plc|sch)\.[a-z]{2}$/;

/** Whether browsers probably reject cookies for the domain as a public suffix. A guess, because there is no list here. */
export const looksPublic = (domain: string): boolean => SECOND_LEVEL.test(domain);

/** The proxy itself, and the sandboxes behind it. */
export const ingressHosts = ({ host }: Origin): string[] => [host, `*.${host}`];

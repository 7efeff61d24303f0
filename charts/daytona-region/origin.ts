// URLs of the form SCHEME://HOST[:PORT], parsed strictly, because general parsers accept mistakes; and what follows from the
// public URL of the proxy.

import { domainToASCII } from 'node:url';

export interface Origin {
  readonly scheme: 'http' | 'https';
  /** In lowercase, with international names as punycode. */
  readonly host: string;
  /** The given port, or the default of the scheme. */
  readonly port: number;
  /** Host, and port unless it is the default of the scheme. */
  readonly authority: string;
  /** `scheme://authority`. */
  readonly url: string;
  readonly isDefaultPort: boolean;
  readonly isAddress: boolean;
}

/** The first rule that the text breaks. The message never quotes the text, which may contain a password. */
export class OriginError extends Error {}

const DEFAULT_PORTS = { http: 80, https: 443 } as const;
const PARTS = /^([^:/?#]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/s;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** So that `<host>-tls` and `*.<host>` are names of at most 253 characters. */
const HOST_LIMIT = 249;

export function parseOrigin(text: string): Origin {
  const [, givenScheme = '', authority = '', path, query, fragment] = PARTS.exec(text) ?? [];
  const scheme = givenScheme.toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') throw new OriginError('must start with http:// or https://');
  if (authority.includes('@')) throw new OriginError('must not contain a user name or password');
  if (path !== '' && path !== '/') throw new OriginError('must not have a path');
  if (query !== undefined) throw new OriginError('must not have a query (?)');
  if (fragment !== undefined) throw new OriginError('must not have a fragment (#)');
  if (authority.startsWith('[')) throw new OriginError('must not contain an IPv6 address');
  const colon = authority.indexOf(':');
  const host = parseHost(colon < 0 ? authority : authority.slice(0, colon));
  const port = colon < 0 ? DEFAULT_PORTS[scheme] : parsePort(authority.slice(colon + 1));
  const isDefaultPort = port === DEFAULT_PORTS[scheme];
  const shown = isDefaultPort ? host : `${host}:${port}`;
  return {
    scheme,
    host,
    port,
    authority: shown,
    url: `${scheme}://${shown}`,
    isDefaultPort,
    isAddress: isNumeric(host),
  };
}

type Parse = (text: string) => Origin;

/** What is wrong with the text; `undefined` if it is valid. */
export function problemOf(parse: Parse, text: string): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    if (error instanceof OriginError) return error.message;
    throw error;
  }
}

/** `undefined` if the text is invalid. */
export const attempt = (parse: Parse, text: string): Origin | undefined =>
  problemOf(parse, text) === undefined ? parse(text) : undefined;

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535) {
    throw new OriginError('must have a port from 1 to 65535 after the colon');
  }
  return port;
}

function parseHost(text: string): string {
  if (text === '') throw new OriginError('must contain a host');
  const lower = text.toLowerCase();
  const host = /^[\x20-\x7e]*$/.test(lower) ? lower : domainToASCII(lower);
  if (host.length > HOST_LIMIT) throw new OriginError(`must have a host of at most ${HOST_LIMIT} characters`);
  for (const label of host.split('.')) {
    if (label.length > 63 || !LABEL.test(label)) {
      throw new OriginError('must have a host of letters, digits, "-" and ".", with labels of at most 63 characters');
    }
  }
  // Resolvers treat a name that ends in a number as an address.
  if (isNumeric(host) && !isAddress(host))
    throw new OriginError('must have a valid host: this looks like an invalid IPv4 address');
  return host;
}

const isNumeric = (host: string): boolean => /(^|\.)(\d+|0x[0-9a-f]*)$/.test(host);

const isAddress = (host: string): boolean => /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/.test(host);

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

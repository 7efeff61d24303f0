// Where clients find Harbor.

import type { HarborContext } from './harbor';
import type { HarborValues } from './values';

/** The host of a URL as it is written: a parser of URLs would make an address of `https://9`, or refuse it. */
export const hostOf = (url: string): string => /^https?:\/\/([^:/]+)/.exec(url)?.[1] ?? '';

/** A name that ends in a number is an address, or is taken for one. */
export const isName = (host: string): boolean => !/(^|\.)\d+$/.test(host);

/** Host name and address that clients use: one given, the other follows. */
export function publicAddress(
  { expose, externalURL }: HarborValues,
  context: Pick<HarborContext, 'host'>,
): { readonly host: string; readonly url: string } {
  const host = expose.ingress.hosts.core || hostOf(externalURL) || context.host;
  return { host, url: externalURL || `${expose.tls.enabled ? 'https' : 'http'}://${host}` };
}

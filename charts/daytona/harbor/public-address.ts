// Where clients find Harbor.

import type { HarborContext } from './context';
import type { HarborValues } from './values/values';

/** The host of a URL as it is written: a parser of URLs would make an address of `https://9`, or refuse it. */
export const hostOf = (url: string): string => /^https?:\/\/([^:/]+)/.exec(url)?.[1] ?? '';

/** A name that ends in a number is an address, or is taken for one. */
export const isName = (host: string): boolean => !/(^|\.)\d+$/.test(host);

/** Whether nginx is the public endpoint, in place of an Ingress. */
export const behindNginx = ({ expose }: Pick<HarborValues, 'expose'>): boolean =>
  ['clusterIP', 'nodePort', 'loadBalancer'].includes(expose.type);

/** Host name and address that clients use: one given, the other follows. */
export function publicAddress(
  { expose, externalURL }: HarborValues,
  context: Pick<HarborContext, 'host'>,
): { readonly host: string; readonly url: string } {
  const { tls, ingress } = expose;
  const named = behindNginx({ expose }) ? '' : ingress.hosts.core;
  const host = named || hostOf(externalURL) || context.host;
  const port = tls.enabled ? HTTPS : HTTP;
  const number = publicPort(expose) ?? port;
  const authority = number === port ? host : `${host}:${number}`;
  return { host, url: externalURL || `${tls.enabled ? 'https' : 'http'}://${authority}` };
}

const HTTP = 80;
const HTTPS = 443;

/** The port that clients use; an Ingress has the usual one. */
function publicPort({ type, tls, nodePort, ...others }: HarborValues['expose']): number | undefined {
  if (type === 'nodePort') return (tls.enabled ? nodePort.ports.https : nodePort.ports.http).nodePort;
  if (type !== 'clusterIP' && type !== 'loadBalancer') return undefined;
  const { httpPort, httpsPort } = others[type].ports;
  return tls.enabled ? httpsPort : httpPort;
}

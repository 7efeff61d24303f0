// The listeners that the routes of a release need on its own Gateway.

import type { GatewaySpecListeners } from '../../../imports/gateway.networking.k8s.io';
import { shorten } from '../../names/naming';

const HTTP = 'http';
const NAME_LIMIT = 253;

interface Tls {
  readonly host: string;
  /** The Secret with the certificate. */
  readonly secretName: string;
}

export class Listeners {
  private readonly certificates = new Map<string, Set<string>>();
  private readonly tcp = new Map<string, number>();
  private needsHttp = false;
  /** Annotations that request certificates for the listeners. */
  readonly annotations: Record<string, string> = {};

  /** The listener for plain HTTP, and for redirects to HTTPS. Returns its name. */
  http(): string {
    this.needsHttp = true;
    return HTTP;
  }

  /** A listener for one host. Returns its name. */
  https({ host, secretName }: Tls): string {
    this.certificates.set(host, (this.certificates.get(host) ?? new Set()).add(secretName));
    return httpsName(host);
  }

  /** A listener for TCP. */
  open(name: string, port: number): string {
    this.tcp.set(name, port);
    return name;
  }

  all(ports: { readonly http: number; readonly https: number }): GatewaySpecListeners[] {
    return [
      ...(this.needsHttp ? [{ name: HTTP, port: ports.http, protocol: 'HTTP' }] : []),
      ...[...this.certificates].map(([hostname, secrets]) => ({
        name: httpsName(hostname),
        hostname,
        port: ports.https,
        protocol: 'HTTPS',
        tls: { mode: 'Terminate', certificateRefs: [...secrets].map((name) => ({ name })) },
      })),
      ...[...this.tcp].map(([name, port]) => ({ name, port, protocol: 'TCP' })),
    ];
  }
}

/** `https-api.example.com`, `https-wildcard.proxy.example.com`: a name can have no asterisk. */
const httpsName = (host: string): string => shorten(`https-${host.replace('*', 'wildcard')}`, NAME_LIMIT);

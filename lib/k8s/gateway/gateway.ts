// The Gateway of a release, with the listeners that its routes need.

import type { Construct } from 'constructs';
import type { GatewaySpec } from '../../../imports/gateway.networking.k8s.io';
import type { Labels } from '../labels';
import type { Release } from '../release';
import type { CertManagerValues } from '../tls/cert-manager-values';
import type { Listeners } from './listeners';
import { gatewayObject } from './object';
import type { Routing } from './values';

export const gatewayName = (release: Release, { gateway: { name } }: Pick<Routing, 'gateway'>): string =>
  name || `${release.fullname}-gateway`;

/** Call it after all routes, if `create` is set. */
export function gateway(
  scope: Construct,
  release: Release,
  labels: Labels,
  { routing, listeners }: { readonly routing: Routing; readonly listeners: Listeners },
  certManager: CertManagerValues,
): void {
  const { className, annotations, labels: extra, ports, infrastructure } = routing.gateway;
  const given = Object.fromEntries(Object.entries(infrastructure).filter(([, map]) => Object.keys(map).length > 0));
  gatewayObject(
    scope,
    'gateway',
    'Gateway',
    release.metadata(gatewayName(release, routing), labels.and(extra), {
      ...issuerAnnotation(certManager),
      ...listeners.annotations,
      ...annotations,
    }),
    {
      gatewayClassName: className,
      ...(Object.keys(given).length > 0 ? { infrastructure: given } : {}),
      listeners: listeners.all(ports),
    } satisfies GatewaySpec,
  );
}

/** cert-manager creates the certificates of all listeners of a Gateway with this annotation. */
const issuerAnnotation = ({ issuer, kind }: CertManagerValues): Record<string, string> =>
  issuer === '' ? {} : { [`cert-manager.io/${kind === 'Issuer' ? 'issuer' : 'cluster-issuer'}`]: issuer };

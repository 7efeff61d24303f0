// How Harbor is reached: by an Ingress from outside, and inside by nobody but itself where clients have no business.

import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { networkPolicy } from '../../../lib/k8s/network-policy';
import { withClients } from '../built-in';
import { type Harbor, type HarborContext, labelsOf, names, PORTS } from './harbor';

/** What leads to core; everything else is a page. */
const CORE_PATHS = ['/api/', '/service/', '/v2/', '/c/'];

export function ingress(scope: Construct, harbor: Harbor, context: HarborContext): void {
  const { release, values, prefix, host } = harbor;
  const { type, tls, ingress: own } = values.expose;
  if (type === 'none') return;
  const name = `${prefix}-ingress`;
  const labels = labelsOf(release, values, 'ingress');
  const ownCertificate = tls.enabled && tls.certSource === 'secret';
  const secretName = tls.secret.secretName || context.tlsSecretName;
  if (ownCertificate) context.certificate({ name, labels, secretName, host, annotations: own.annotations });
  const backend = (service: string) => ({ service: { name: service, port: { number: PORTS.service } } });
  const { core, portal } = names(prefix);
  new ApiObject(scope, 'ingress', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: release.metadata(name, labels, own.annotations),
    spec: {
      ...(own.className ? { ingressClassName: own.className } : {}),
      rules: [
        {
          host,
          http: {
            paths: [
              ...CORE_PATHS.map((path) => ({ path, pathType: 'Prefix' as const, backend: backend(core) })),
              { path: '/', pathType: 'Prefix', backend: backend(portal) },
            ],
          },
        },
      ],
      ...(tls.enabled ? { tls: [{ hosts: [host], ...(ownCertificate ? { secretName } : {}) }] } : {}),
    },
  } satisfies IIngress);
}

/** Ports of a component, and the components that call it; without callers anybody may. */
interface Guard {
  readonly ports: readonly number[];
  readonly callers?: readonly string[];
  readonly present?: boolean;
}

/** Each component is open to those that call it. Jobservice asks Trivy on behalf of core. */
export function policies(scope: Construct, { release, values, prefix }: Harbor): void {
  const { database, redis, trivy } = values;
  const guards: Readonly<Record<string, Guard>> = {
    // Where the Ingress controller runs is not known here.
    core: { ports: [PORTS.server] },
    portal: { ports: [PORTS.server] },
    registry: { ports: [PORTS.registry, PORTS.server], callers: ['core', 'jobservice'] },
    jobservice: { ports: [PORTS.server], callers: ['core'] },
    database: { ports: [PORTS.database], callers: ['core'], present: database.type === 'internal' },
    redis: {
      ports: [PORTS.redis],
      callers: ['core', 'jobservice', 'registry', 'trivy'],
      present: redis.type === 'internal',
    },
    trivy: { ports: [PORTS.server], callers: ['core', 'jobservice'], present: trivy.enabled },
  };
  for (const [component, { ports, callers, present = true }] of Object.entries(guards)) {
    if (!present) continue;
    const clients = callers
      ?.filter((caller) => caller !== 'trivy' || trivy.enabled)
      .map((caller) => ({ podSelector: { matchLabels: { ...labelsOf(release, values, caller).selector } } }));
    networkPolicy(scope, `${component}-network-policy`, release, {
      name: `${prefix}-${component}`,
      labels: labelsOf(release, values, component),
      values: clients ? withClients(values.networkPolicy, { clients }) : { ...values.networkPolicy, from: [] },
      ports,
    });
  }
}

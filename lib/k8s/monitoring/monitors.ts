// Objects that tell the Prometheus Operator where metrics are.

import type { Construct } from 'constructs';
import type { ServiceMonitorSpecEndpoints } from '../../../imports/monitoring.coreos.com';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';
import type { MonitorValues } from './values';

/** Name of a port that serves only metrics. */
export const METRICS_PORT = 'metrics';

export interface MonitorOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly values: MonitorValues;
  /** Name of the port: of a container for a PodMonitor, of a Service for a ServiceMonitor. */
  readonly port: string;
}

// Few releases have any of these objects.
const bindings = () =>
  require('../../../imports/monitoring.coreos.com') as typeof import('../../../imports/monitoring.coreos.com');

/** A Secret's key with a token. */
export interface TokenSource {
  readonly name: string;
  readonly key: string;
}

/** A PodMonitor of the pods with `labels`, if the values enable it. `token` is sent with each read. */
export function podMonitor(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, values, port, token }: MonitorOptions & { readonly token?: TokenSource },
): void {
  if (!values.enabled) return;
  const authorization = token && { credentials: { name: token.name, key: token.key } };
  const spec = {
    selector: { matchLabels: { ...labels.selector } },
    podMetricsEndpoints: [{ port, path: PATH, ...times(values), ...(authorization ? { authorization } : {}) }],
  };
  const metadata = monitorMetadata(release, name, labels, values);
  new ApiObject(scope, id, bindings().PodMonitor.manifest({ metadata, spec }));
}

/** A ServiceMonitor of the Services with `labels`, if the values enable it. Default of `path`: /metrics. */
export function serviceMonitor(
  scope: Construct,
  id: string,
  release: Release,
  { path = PATH, ...options }: MonitorOptions & { readonly path?: string },
): void {
  monitorServices(scope, id, release, options, { path, ...times(options.values) });
}

/** The same for a port that serves HTTPS with a certificate that nobody can check, and reads Prometheus' token. */
export function protectedServiceMonitor(scope: Construct, id: string, release: Release, options: MonitorOptions): void {
  monitorServices(scope, id, release, options, {
    path: PATH,
    scheme: 'https',
    ...times(options.values),
    bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
    tlsConfig: { insecureSkipVerify: true },
  });
}

function monitorServices(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, values, port }: MonitorOptions,
  endpoint: Omit<ServiceMonitorSpecEndpoints, 'port'>,
): void {
  if (!values.enabled) return;
  const spec = { selector: { matchLabels: identityOf(labels) }, endpoints: [{ port, ...endpoint }] };
  const metadata = monitorMetadata(release, name, labels, values);
  new ApiObject(scope, id, bindings().ServiceMonitor.manifest({ metadata, spec }));
}

const IDENTITY = ['name', 'instance', 'component'].map((key) => `app.kubernetes.io/${key}`);

/** The labels of a Service that no version changes. */
const identityOf = ({ all }: Labels): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => IDENTITY.includes(key)));

const PATH = '/metrics';

const times = ({ interval, scrapeTimeout }: MonitorValues) => ({
  ...(interval ? { interval } : {}),
  ...(scrapeTimeout ? { scrapeTimeout } : {}),
});

function monitorMetadata(release: Release, name: string, labels: Labels, values: MonitorValues) {
  const metadata = release.metadata(name, labels);
  return { ...metadata, labels: { ...metadata.labels, ...values.labels } };
}

// The manager of this chart: its API from the chart's own values.

import type { Construct } from 'constructs';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import { credentials } from '../../lib/k8s/credentials';
import type { EnvValue } from '../../lib/k8s/env';
import { imageReference } from '../../lib/k8s/image';
import type { Labels } from '../../lib/k8s/labels';
import { networkPolicy } from '../../lib/k8s/network-policy';
import { httpProbe } from '../../lib/k8s/probes';
import { Manager } from './manager';
import { clusterName, type Home, managerName } from './names';
import type { Values } from './values';

export const servicePort = ({ service, port }: Values): number => service.port ?? port;

export function api(scope: Construct, home: Home): void {
  const { release, values, sandboxes } = home;
  const { port, service, rbac, provider } = values;
  const name = managerName(release);
  const labels = release.labels('manager', { app: name });
  new Manager(scope, 'manager', {
    release,
    labels,
    name,
    knobs: values.manager,
    containerName: release.chart.name,
    container: { image: values.image, resources: values.resources, securityContext: values.manager.securityContext },
    port,
    providerNamespace: sandboxes.namespace,
    env: environment(home, tokens(scope, home, name, labels)),
    extras: values,
    livenessProbe: httpProbe(values.livenessProbe, port),
    readinessProbe: httpProbe(values.readinessProbe, port),
    service: { type: service.type, annotations: service.annotations, port: { port: servicePort(values) } },
    serviceAccount: values.serviceAccount,
    serviceAccountName: name,
    usesServiceAccount: provider.type !== 'aws' && !values.kubeconfigPath,
    ...(rbac.create && provider.type !== 'aws'
      ? { permissions: { ...rbac, role: name, clusterRole: `${clusterName(release)}-nodes` } }
      : {}),
  });
  networkPolicy(scope, 'network-policy', release, { name, labels, values: values.networkPolicy, ports: [port] });
}

type Tokens = Partial<Record<'API_TOKEN' | 'SYSTEM_API_TOKEN' | 'API_KEY', IEnvVarSource>>;

function tokens(scope: Construct, { release, values }: Home, name: string, labels: Labels): Tokens {
  const { apiToken, existingSecret: existing, secretKeys: keys, daytona } = values;
  const own = { API_TOKEN: { key: keys.apiToken, value: apiToken } };
  const shared = {
    SYSTEM_API_TOKEN: { key: keys.systemApiToken, value: daytona.systemApiToken },
    // It is created in the Daytona API, which comes after the Secret.
    API_KEY: { key: keys.apiKey, value: daytona.apiKey, optional: true },
  };
  const entries = daytona.apiUrl ? { ...own, ...shared } : own;
  return credentials(scope, 'secret', release, { name: `${name}-secrets`, labels, existing, entries });
}

function environment({ release, values }: Home, secrets: Tokens): Record<string, EnvValue> {
  const { provider, daytona } = values;
  const ofApi = {
    SERVER_URL: daytona.apiUrl,
    REGION_ID: daytona.regionId,
    ENVIRONMENT: daytona.environment,
    RUNNER_API_PORT: values.runner.port,
    PLACEHOLDER_POD_IMAGE: imageReference(release, values.placeholders.image),
  };
  return {
    ...secrets,
    PROVIDER_TYPE: provider.type,
    POD_WAIT_TIMEOUT: values.podWaitTimeout,
    LOG_LEVEL: values.logLevel,
    KUBECONFIG_PATH: values.kubeconfigPath || undefined,
    ...(daytona.apiUrl ? ofApi : {}),
  };
}

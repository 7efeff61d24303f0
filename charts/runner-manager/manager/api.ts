// The manager of this chart: its API from the chart's own values.

import type { Construct } from 'constructs';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { Labels } from '../../../lib/k8s/labels';
import { networkPolicy } from '../../../lib/k8s/network/network-policy';
import { credentials } from '../../../lib/k8s/secret/credentials';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { imageReference } from '../../../lib/k8s/workload/image';
import { httpProbe } from '../../../lib/k8s/workload/probes';
import { clusterName, type Home, managerName } from '../names';
import { runnerPods } from '../runner/runner-pods';
import type { Values } from '../values';
import { Manager } from './manager';
import { MANAGER_FOLDERS, managerLine } from './manager-line';

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
    settings: values.manager,
    containerName: release.chart.name,
    container: { image: values.image, resources: values.resources, securityContext: values.manager.securityContext },
    port,
    providerNamespace: sandboxes.namespace,
    env: environment(scope, home, tokens(scope, home, name, labels)),
    extras: {
      extraEnv: values.extraEnv,
      extraVolumes: [
        ...MANAGER_FOLDERS.map(({ name: folder }) => ({ name: folder, emptyDir: {} })),
        ...values.extraVolumes,
      ],
      extraVolumeMounts: [...MANAGER_FOLDERS, ...values.extraVolumeMounts],
    },
    livenessProbe: httpProbe(values.livenessProbe, port),
    readinessProbe: httpProbe(values.readinessProbe, port),
    service: { type: service.type, annotations: service.annotations, port: { port: servicePort(values) } },
    serviceAccount: values.serviceAccount,
    serviceAccountName: name,
    usesServiceAccount: provider.type !== 'aws' && !values.kubeconfigPath,
    ...(rbac.create && provider.type !== 'aws'
      ? {
          permissions: {
            ...rbac,
            secrets: managerLine(values.image.tag) === 'pods',
            role: name,
            clusterRole: `${clusterName(release)}-nodes`,
          },
        }
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
    // It is created in the Daytona API, which starts after the Secret exists.
    API_KEY: { key: keys.apiKey, value: daytona.apiKey, optional: true },
  };
  const entries = daytona.apiUrl ? { ...own, ...shared } : own;
  const secrets = credentials(scope, 'secret', release, { name: `${name}-secrets`, labels, existing, entries });
  // It does not start without one, although only the Daytona API requires it.
  return daytona.apiUrl ? secrets : { ...secrets, SYSTEM_API_TOKEN: secrets.API_TOKEN };
}

function environment(scope: Construct, home: Home, secrets: Tokens): Record<string, EnvValue> {
  const { release, values } = home;
  const { provider, daytona } = values;
  const createsPods = managerLine(values.image.tag) === 'pods';
  const ofApi = {
    SERVER_URL: daytona.apiUrl,
    REGION_ID: daytona.regionId,
    ENVIRONMENT: daytona.environment,
  };
  return {
    ...secrets,
    PROVIDER_TYPE: provider.type,
    POD_WAIT_TIMEOUT: values.podWaitTimeout,
    LOG_LEVEL: values.logLevel,
    KUBECONFIG_PATH: values.kubeconfigPath || undefined,
    RUNNER_API_PORT: values.runner.port,
    PLACEHOLDER_POD_IMAGE: imageReference(release, values.placeholders.image),
    ...(daytona.apiUrl ? ofApi : {}),
    ...(createsPods ? { MIN_RUNNERS: values.minRunners, DAYTONA_PRODUCTION_API: true } : {}),
    ...(createsPods && values.runner.enabled ? runnerPods(scope, home) : {}),
  };
}

// The runner manager of the region: the construct of the chart runner-manager, with upstream's names and labels.

import { Construct } from 'constructs';
import { networkPolicy } from '../../../lib/k8s/network/network-policy';
import { existingSecret, type SecretHandle } from '../../../lib/k8s/secret/config';
import { tcpProbe } from '../../../lib/k8s/workload/probes';
import { shorten } from '../../../lib/names/naming';
import { Manager } from '../../runner-manager/manager/manager';
import { MANAGER_FOLDERS } from '../../runner-manager/manager/manager-line';
import { COMPONENTS, nodesOf, objectName, type Region } from '../region';
import type { RunnerObjects } from '../runner/settings';
import { type ManagerTokens, managerEnv } from './env';

/** The maximum length of a role name that other tools do not truncate. */
const ROLE_LIMIT = 253;

/** `apiKey` is the key with which the region was registered; absent without the registration. */
export function regionManager(
  parent: Construct,
  region: Region,
  apiKey: SecretHandle | undefined,
  runners: RunnerObjects | undefined,
): void {
  const scope = new Construct(parent, COMPONENTS.runnerManager);
  const { release, values } = region;
  const own = values.services.runnermanager;
  const { env, rbac, serviceAccount } = own;
  const name = objectName(release, COMPONENTS.runnerManager);
  const labels = release.labels(COMPONENTS.runnerManager);
  const port = env.API_PORT;
  const inCluster = env.PROVIDER_TYPE !== 'aws' && !env.KUBECONFIG_PATH;
  const clusterRole = shorten(`${release.namespace}-${objectName(release, 'runner-manager-nodes')}`, ROLE_LIMIT);
  new Manager(scope, 'manager', {
    release,
    labels,
    name,
    annotations: own.annotations,
    settings: own,
    containerName: COMPONENTS.runnerManager,
    container: own,
    port,
    providerNamespace: nodesOf(region).namespace,
    env: managerEnv(region, tokens(region, apiKey), runners),
    extras: {
      extraEnv: own.extraEnv,
      extraVolumes: [
        ...MANAGER_FOLDERS.map(({ name: folder }) => ({ name: folder, emptyDir: {} })),
        ...own.extraVolumes,
      ],
      extraVolumeMounts: [...MANAGER_FOLDERS, ...own.extraVolumeMounts],
    },
    startupProbe: tcpProbe(own.startupProbe, port),
    livenessProbe: tcpProbe(own.livenessProbe, port),
    readinessProbe: tcpProbe(own.readinessProbe, port),
    service: { ...own.service, port: { name: 'http', port: own.service.port, targetPort: 'http' } },
    serviceAccount,
    serviceAccountName: name,
    usesServiceAccount: inCluster,
    ...(rbac.create && inCluster
      ? {
          permissions: {
            role: name,
            clusterRole: rbac.name || clusterRole,
            nodeVerbs: rbac.nodeVerbs,
            configMaps: true,
            secrets: true,
          },
        }
      : {}),
  });
  networkPolicy(scope, 'network-policy', release, { name, labels, values: own.networkPolicy, ports: [port] });
}

function tokens({ release, values }: Region, apiKey: SecretHandle | undefined): ManagerTokens {
  const { apiTokenSecret, apiKeySecret } = values.services.runnermanager;
  const key = apiTokenSecret.key || values.registration.secretKeys.apiKey;
  const given = apiTokenSecret.name || values.registration.existingSecret;
  const holder = apiTokenSecret.name || !apiKey ? existingSecret(release, given, [key]) : apiKey;
  return {
    organization: holder.key(key),
    own: apiKeySecret.name
      ? existingSecret(release, apiKeySecret.name, [apiKeySecret.key]).key(apiKeySecret.key)
      : undefined,
  };
}

// The runner manager of the region: the construct of the chart runner-manager, with upstream's names and labels.

import { Construct } from 'constructs';
import { networkPolicy } from '../../../lib/k8s/network/network-policy';
import { existingSecret, type SecretHandle } from '../../../lib/k8s/secret/config';
import { managerComponent } from '../../runner-manager/manager/component';
import { MANAGER_FOLDERS } from '../../runner-manager/manager/manager-line';
import { COMPONENTS, nodesOf, objectName, type Region } from '../region';
import type { RunnerObjects } from '../runner/settings';
import { type ManagerTokens, managerEnv } from './env';

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
  const name = objectName(release, COMPONENTS.runnerManager);
  const labels = release.labels(COMPONENTS.runnerManager);
  const port = own.env.API_PORT;
  managerComponent(scope, own, {
    ...{ release, labels, name, port },
    containerName: COMPONENTS.runnerManager,
    container: own,
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
    role: name,
    secrets: true,
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

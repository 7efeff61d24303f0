// The runner manager: the construct of the runner-manager chart, with the names and labels of the platform.

import { Construct } from 'constructs';
import { networkPolicy } from '../../../lib/k8s/network/network-policy';
import { tcpProbe } from '../../../lib/k8s/workload/probes';
import { shorten } from '../../../lib/names/naming';
import { Manager } from '../../runner-manager/manager/manager';
import { COMPONENTS, listenPorts, objectName } from '../connections/addresses';
import { RUN, TMP } from '../connections/waiting';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';
import { asUser, NOBODY } from '../pods/security';
import { runnerManagerEnv } from './env';

/** The maximum length of a role name that other tools do not truncate. */
const ROLE_LIMIT = 253;

export function runnerManager(parent: Construct, platform: Platform): void {
  const scope = new Construct(parent, COMPONENTS.runnerManager);
  const { release, values, nodes, credentials } = platform;
  const own = values.services.runnermanager;
  const name = objectName(release, COMPONENTS.runnerManager);
  const labels = release.labels(COMPONENTS.runnerManager);
  const port = listenPorts(values).runnerManager;
  const { rbac, serviceAccount } = own;
  const inCluster = own.env.PROVIDER_TYPE !== 'aws' && !own.env.KUBECONFIG_PATH;
  new Manager(scope, 'manager', {
    release,
    labels,
    name,
    annotations: own.annotations,
    settings: own,
    containerName: 'runnermanager',
    container: { ...own, image: ownImage(own.image), securityContext: asUser(release, own, NOBODY) },
    port,
    providerNamespace: own.env.PROVIDER_NAMESPACE || nodes.namespace,
    env: runnerManagerEnv(platform),
    extras: {
      extraEnv: credentials.extraEnv(COMPONENTS.runnerManager),
      extraVolumes: [{ name: TMP.name, emptyDir: {} }, { name: RUN.name, emptyDir: {} }, ...own.extraVolumes],
      extraVolumeMounts: [TMP, RUN, ...own.extraVolumeMounts],
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
            role: (serviceAccount.create && serviceAccount.name) || name,
            clusterRole:
              rbac.name || shorten(`${release.namespace}-${objectName(release, 'runner-manager-nodes')}`, ROLE_LIMIT),
            nodeVerbs: rbac.nodeVerbs,
            configMaps: true,
          },
        }
      : {}),
  });
  const callers = { podSelector: { matchLabels: { ...release.labels(COMPONENTS.api).selector } } };
  const { enabled, from } = own.networkPolicy;
  networkPolicy(scope, 'network-policy', release, {
    name,
    labels,
    values: { enabled, from: from.length > 0 ? from : [callers] },
    ports: [port],
  });
}

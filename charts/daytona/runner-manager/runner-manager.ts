// The runner manager: the construct of the runner-manager chart, with the names and labels of the platform.

import { Construct } from 'constructs';
import { networkPolicy } from '../../../lib/k8s/network/network-policy';
import { managerComponent } from '../../runner-manager/manager/component';
import { COMPONENTS, listenPorts, objectName } from '../connections/addresses';
import { RUN, TMP } from '../connections/waiting';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';
import { asUser, NOBODY } from '../pods/security';
import { runnerManagerEnv } from './env';

export function runnerManager(parent: Construct, platform: Platform): void {
  const scope = new Construct(parent, COMPONENTS.runnerManager);
  const { release, values, nodes, credentials } = platform;
  const own = values.services.runnermanager;
  const name = objectName(release, COMPONENTS.runnerManager);
  const labels = release.labels(COMPONENTS.runnerManager);
  const port = listenPorts(values).runnerManager;
  const { create, name: account } = own.serviceAccount;
  managerComponent(scope, own, {
    ...{ release, labels, name, port },
    containerName: 'runnermanager',
    container: { ...own, image: ownImage(own.image), securityContext: asUser(release, own, NOBODY) },
    providerNamespace: own.env.PROVIDER_NAMESPACE || nodes.namespace,
    env: runnerManagerEnv(platform),
    extras: {
      extraEnv: credentials.extraEnv(COMPONENTS.runnerManager),
      extraVolumes: [{ name: TMP.name, emptyDir: {} }, { name: RUN.name, emptyDir: {} }, ...own.extraVolumes],
      extraVolumeMounts: [TMP, RUN, ...own.extraVolumeMounts],
    },
    role: (create && account) || name,
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

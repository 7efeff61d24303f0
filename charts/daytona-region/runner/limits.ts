// Containers that limit sandboxes: their network, and their CPUs.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { readScript } from '../../../lib/k8s/script';
import { container, env } from '../../../lib/k8s/workload/container';
import { containerImage } from '../../../lib/k8s/workload/image-text';
import { guardContainer } from '../../runner-manager/nodes/egress-guard';
import { nodesOf, type Region } from '../region';
import { FIREWALL_IMAGE } from '../versions';

/** The folder of the chart, where the scripts are. */
const CHART = `${__dirname}/..`;

/** A sidecar that the other containers wait for, so that they start no sandbox without the rules. */
export function networkGuard(region: Region): IContainer {
  const { networkPolicy: own, dockerInstaller } = region.values.services.runner;
  const settings = { ...own, image: containerImage(own.image || FIREWALL_IMAGE) };
  return guardContainer(nodesOf(region), 'egress-enforcer', settings, readScript(CHART, 'network-policy.sh'), {
    MODE: own.policyMode,
    INTERFACES: own.interfaces.join(' '),
    DNS: dockerInstaller.dns.join(' '),
    ALLOW: own.allowCIDRs.join(' '),
    BLOCK: own.blockCIDRs.join(' '),
    HOST_PORTS: own.blockHostPorts.join(' '),
    CHECK_SECONDS: own.reconcileSeconds,
  });
}

const STATE = { name: 'sandbox-cpu-state', mountPath: '/sandbox-cpu-state' };

/** The pod has the volume `docker-socket`. */
export function cpuLimiter(region: Region): IContainer {
  const own = region.values.services.runner.sandboxResources;
  return {
    ...container(nodesOf(region), 'sandbox-cpu-reconciler', { ...own, image: containerImage(own.image) }),
    command: ['/bin/sh', '-c', readScript(CHART, 'limit-cpus.sh')],
    env: env({
      LIMIT: own.limitMillicoresPerVcpu,
      REQUEST: own.requestMillicoresPerVcpu,
      DONE: STATE.mountPath,
      CHECK_SECONDS: own.reconcileSeconds,
    }),
    volumeMounts: [{ name: 'docker-socket', mountPath: '/var/run' }, STATE],
  };
}

export const cpuState = ({ values }: Region): IVolume => ({
  name: STATE.name,
  hostPath: { path: values.services.runner.sandboxResources.stateDir, type: 'DirectoryOrCreate' },
});

// The SSH gateway: Deployment and Service.

import { Construct } from 'constructs';
import { tcpRoute } from '../../../lib/k8s/gateway/tcp-route';
import { container, env } from '../../../lib/k8s/workload/container';
import { httpWorkload } from '../../../lib/k8s/workload/http-workload';
import { tcpProbe } from '../../../lib/k8s/workload/probes';
import { loadBalancerAnnotations } from '../aws/load-balancer';
import { COMPONENTS, listenPorts, objectName } from '../connections/addresses';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';
import { asUser, NOBODY } from '../pods/security';
import { spread } from '../pods/spread';
import { sshGatewayEnv } from './env';

const SSH = 'ssh';

export function sshGateway(parent: Construct, platform: Platform): void {
  const scope = new Construct(parent, COMPONENTS.sshGateway);
  const { release, values, credentials } = platform;
  const own = values.services.sshGateway;
  const name = objectName(release, COMPONENTS.sshGateway);
  const labels = release.labels(COMPONENTS.sshGateway);
  const annotations = { ...loadBalancerAnnotations(values.aws), ...own.service.annotations };
  httpWorkload(scope, release, {
    name,
    labels,
    values: {
      ...own,
      extraEnv: credentials.extraEnv(COMPONENTS.sshGateway),
      service: { ...own.service, annotations },
    },
    port: listenPorts(values).ssh,
    portName: SSH,
    container: {
      ...container(release, 'ssh-gateway', {
        ...own,
        image: ownImage(own.image),
        securityContext: asUser(release, own, NOBODY),
      }),
      env: env(sshGatewayEnv(platform)),
      startupProbe: tcpProbe(own.startupProbe, SSH),
      livenessProbe: tcpProbe(own.livenessProbe, SSH),
      readinessProbe: tcpProbe(own.readinessProbe, SSH),
    },
    pod: spread(labels, own),
  });
  tcpRoute(scope, release, {
    name,
    labels,
    values: own.tcpRoute,
    service: { name, port: own.service.port },
    listener: SSH,
    ...platform.publishing,
  });
}

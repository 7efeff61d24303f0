// The API: account, migrations, Deployment, Service, Ingress.

import { Construct } from 'constructs';
import { grantInNamespace } from '../../../lib/k8s/access/rbac';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import { container, env } from '../../../lib/k8s/workload/container';
import { HTTP, httpWorkload } from '../../../lib/k8s/workload/http-workload';
import { switchedHttpProbe } from '../../../lib/k8s/workload/probes';
import { COMPONENTS, listenPorts, objectName, tlsSecrets } from '../connections/addresses';
import { tokenVolume, waitRules } from '../connections/waiting';
import type { Platform } from '../platform';
import { spread } from '../pods/spread';
import { publish } from '../publish';
import { writableDashboard } from './dashboard';
import { migrateAfter, migrateBefore, waitForJob } from './migrations';
import { apiPod, VERSION_ANNOTATION } from './pod';

export function api(parent: Construct, platform: Platform): void {
  const scope = new Construct(parent, COMPONENTS.api);
  const { release, values, addresses } = platform;
  const own = values.services.api;
  const name = objectName(release, COMPONENTS.api);
  const labels = release.labels(COMPONENTS.api);
  const account = serviceAccount(scope, 'service-account', release, own.serviceAccount, { name, labels });
  const pod = apiPod(platform, account);

  const { enabled: migrates, wait } = own.migrations;
  const jobs = migrates ? migrateBefore(scope, platform, pod) : [];
  const version = jobs.at(-1);
  const waits = wait && version !== undefined;
  const dashboard = pod.root ? undefined : writableDashboard(release, pod.container);
  const initContainers = [
    ...(waits ? [waitForJob(platform, version)] : []),
    ...(dashboard ? [dashboard.initContainer] : []),
  ];
  if (waits) {
    grantInNamespace(scope, 'waiting', release, {
      name,
      labels,
      rules: waitRules(jobs, name),
      serviceAccount: account,
    });
  }
  release.place('Deployment', name, 'main');
  httpWorkload(scope, release, {
    name,
    labels,
    account,
    port: listenPorts(values).api,
    values: {
      ...own,
      annotations: { ...own.annotations, ...(version ? { [VERSION_ANNOTATION]: version } : {}) },
      extraEnv: [...pod.extraEnv],
    },
    container: {
      ...container(release, 'api', pod.container),
      env: env(pod.env),
      startupProbe: switchedHttpProbe(own.startupProbe, HTTP),
      livenessProbe: switchedHttpProbe(own.livenessProbe, HTTP),
      readinessProbe: switchedHttpProbe(own.readinessProbe, HTTP),
      volumeMounts: [...pod.volumeMounts, ...(dashboard ? [dashboard.mount] : [])],
    },
    pod: {
      ...spread(labels, own),
      ...(initContainers.length > 0 ? { initContainers } : {}),
      volumes: [...pod.volumes, ...(dashboard ? [dashboard.volume] : []), ...(waits ? [tokenVolume(release)] : [])],
    },
  });
  if (version) migrateAfter(scope, platform, pod, version);
  publish(scope, platform, {
    component: COMPONENTS.api,
    ingress: own.ingress,
    route: own.httpRoute,
    hosts: [addresses.api.host],
    // Harbor and Dex may share it.
    tlsHosts: [addresses.api.host, `*.${values.baseDomain}`],
    secretName: tlsSecrets(values).api,
    openTraffic: true,
    port: own.service.port,
  });
}

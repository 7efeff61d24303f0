// The manager as a component of another chart, with the values that the charts of Daytona have for it.

import type { Construct } from 'constructs';
import type { ServiceAccountValues } from '../../../lib/k8s/access/service-account';
import type { ServiceValues } from '../../../lib/k8s/network/service';
import type { PodSettings } from '../../../lib/k8s/workload/pod';
import { type ProbeTiming, tcpProbe } from '../../../lib/k8s/workload/probes';
import { shorten } from '../../../lib/names/naming';
import { Manager, type ManagerProps } from './manager';
import type { ManagerPermissions } from './permissions';

/** The maximum length of a role name that other tools do not truncate. */
const ROLE_LIMIT = 253;

interface ComponentValues extends PodSettings {
  readonly env: { readonly PROVIDER_TYPE: string; readonly KUBECONFIG_PATH: string };
  readonly annotations: Readonly<Record<string, string>>;
  readonly rbac: { readonly create: boolean; readonly name: string; readonly nodeVerbs: readonly string[] };
  readonly service: ServiceValues;
  readonly serviceAccount: ServiceAccountValues;
  readonly startupProbe: ProbeTiming;
  readonly livenessProbe: ProbeTiming;
  readonly readinessProbe: ProbeTiming;
}

/** What the charts set differently. */
type ComponentOptions = Pick<
  ManagerProps,
  'release' | 'labels' | 'name' | 'containerName' | 'container' | 'port' | 'providerNamespace' | 'env' | 'extras'
> &
  Pick<ManagerPermissions, 'role' | 'secrets'>;

export function managerComponent(
  scope: Construct,
  values: ComponentValues,
  { role, secrets = false, ...options }: ComponentOptions,
): void {
  const { release, name, port } = options;
  const { env, rbac } = values;
  const inCluster = env.PROVIDER_TYPE !== 'aws' && !env.KUBECONFIG_PATH;
  const clusterRole = shorten(`${release.namespace}-${release.fullname}-runner-manager-nodes`, ROLE_LIMIT);
  new Manager(scope, 'manager', {
    ...options,
    annotations: values.annotations,
    settings: values,
    startupProbe: tcpProbe(values.startupProbe, port),
    livenessProbe: tcpProbe(values.livenessProbe, port),
    readinessProbe: tcpProbe(values.readinessProbe, port),
    service: { ...values.service, port: { name: 'http', port: values.service.port, targetPort: 'http' } },
    serviceAccount: values.serviceAccount,
    serviceAccountName: name,
    usesServiceAccount: inCluster,
    ...(rbac.create && inCluster
      ? {
          permissions: {
            ...{ role, secrets, configMaps: true },
            clusterRole: rbac.name || clusterRole,
            nodeVerbs: rbac.nodeVerbs,
          },
        }
      : {}),
  });
}

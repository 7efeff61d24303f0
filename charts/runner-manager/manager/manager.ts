// The manager: the API that creates placeholder pods, with its account, permissions and Service.

import { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { IServicePort } from 'kubernetes-models/v1/ServicePort';
import { type ServiceAccountValues, serviceAccount } from '../../../lib/k8s/access/service-account';
import { type ServiceType, service } from '../../../lib/k8s/network/service';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { type ContainerSettings, container, type EnvValue, env } from '../../../lib/k8s/workload/container';
import { declareExtras, type ExtraValues, withExtras } from '../../../lib/k8s/workload/extras';
import { type PodSettings, podTemplate } from '../../../lib/k8s/workload/pod';
import { grantManager, type ManagerPermissions, type ManagerScope } from './permissions';

/** Props of `Manager`. All are complete: defaults are already merged. */
export interface ManagerProps extends ManagerScope {
  /** Name of the Deployment and the Service. */
  readonly name: string;
  /** Annotations of the Deployment. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Placement, labels and security context of the pods. */
  readonly settings: PodSettings;
  /** Name of the container. */
  readonly containerName: string;
  /** Image, resources and security context of the container. */
  readonly container: ContainerSettings;
  /** Port that the API listens on: the same in environment, container, probes and Service. */
  readonly port: number;
  /** Everything else that the manager reads: literals, or references for tokens. */
  readonly env: Readonly<Record<string, EnvValue>>;
  /** Variables, volumes and mounts that users add. */
  readonly extras: ExtraValues;
  /** Startup probe of the container. Default: none. */
  readonly startupProbe?: IProbe;
  /** Liveness probe of the container. */
  readonly livenessProbe: IProbe;
  /** Readiness probe of the container. */
  readonly readinessProbe: IProbe;
  /** Type, annotations and port of the Service. */
  readonly service: ManagerService;
  /** Whether to create a ServiceAccount, its name and its annotations. */
  readonly serviceAccount: ServiceAccountValues;
  /** Name of the ServiceAccount if its values set none. */
  readonly serviceAccountName: string;
  /** Whether the manager calls the API server of its own cluster, as its ServiceAccount. */
  readonly usesServiceAccount: boolean;
  /** Permissions of that ServiceAccount; absent for none. */
  readonly permissions?: ManagerPermissions;
}

export interface ManagerService {
  readonly type: ServiceType;
  readonly annotations: Readonly<Record<string, string>>;
  /** The target port is the manager's, by number unless it is set by the name `http`. */
  readonly port: Omit<IServicePort, 'targetPort'> & { readonly targetPort?: 'http' };
}

/** The Deployment and the Service of a runner manager, with its ServiceAccount and permissions. */
export class Manager extends Construct {
  constructor(scope: Construct, id: string, props: ManagerProps) {
    super(scope, id);
    const { release, labels, name, port, extras } = props;
    declareExtras(release, extras);
    const account = serviceAccount(this, 'service-account', release, props.serviceAccount, {
      name: props.serviceAccountName,
      labels,
    });
    if (props.permissions) grantManager(this, props, props.permissions, account);
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: release.metadata(name, labels, props.annotations),
      spec: {
        // Jobs are in the memory of one process, so there must never be two.
        replicas: 1,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: { ...labels.selector } },
        template: podTemplate(release, {
          labels,
          settings: props.settings,
          spec: {
            serviceAccountName: account,
            automountServiceAccountToken: props.usesServiceAccount,
            containers: [managerContainer(props)],
            ...(extras.extraVolumes.length > 0 ? { volumes: [...extras.extraVolumes] } : {}),
          },
        }),
      },
    } satisfies IDeployment);
    service(this, 'service', release, {
      name,
      labels,
      type: props.service.type,
      annotations: props.service.annotations,
      ports: [{ targetPort: port, ...props.service.port }],
    });
  }
}

function managerContainer(props: ManagerProps): IContainer {
  const { port, providerNamespace } = props;
  const builtIn = env({ API_PORT: port, PROVIDER_NAMESPACE: providerNamespace, ...props.env });
  return withExtras(
    {
      ...container(props.release, props.containerName, props.container),
      ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
      env: builtIn,
      ...(props.startupProbe ? { startupProbe: props.startupProbe } : {}),
      livenessProbe: props.livenessProbe,
      readinessProbe: props.readinessProbe,
    },
    props.extras,
  );
}

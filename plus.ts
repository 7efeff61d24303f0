// `sandbox-charts/plus`: outputs of constructs as what the constructs of cdk8s-plus accept. The only module that needs
// cdk8s-plus-27.

import {
  ConfigMap,
  type IConfigMap,
  IngressBackend,
  type IPersistentVolumeClaim,
  type ISecret,
  type IServiceAccount,
  Namespaces,
  PersistentVolumeClaim,
  Pods,
  Secret,
  type Service,
  ServiceAccount,
} from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type {
  ClaimOutput,
  ConfigMapOutput,
  SecretOutput,
  ServiceAccountOutput,
  ServiceOutput,
  WorkloadOutput,
} from './lib/pipeline/outputs';

/**
 * A Service as the backend of an `Ingress`, which must be in the same namespace. `port` is the name of a port, and can be
 * left out if there is only one. Throws if the Service does not have it.
 */
export function toIngressBackend<P extends string>(service: ServiceOutput<P>, port?: P): IngressBackend {
  const ports = Object.entries<number>(service.ports);
  const [only, ...others] = ports;
  const found = port === undefined && others.length === 0 ? only : ports.find(([name]) => name === port);
  if (found === undefined) {
    const names = ports.map(([name]) => name).join(', ');
    const what = port === undefined ? 'has several ports' : `has no port ${port}`;
    throw new Error(`Service ${service.namespace}/${service.name} ${what} (expected ${names})`);
  }
  // All that it reads of a Service.
  const exposed = { name: service.name, ports: [{ name: found[0], port: found[1] }] } as unknown as Service;
  return IngressBackend.fromService(exposed);
}

/** A Secret, for variables, volumes and pull secrets of pods in the same namespace. */
export const toSecret = (scope: Construct, id: string, secret: SecretOutput): ISecret =>
  Secret.fromSecretName(scope, id, secret.name);

/** A ConfigMap, for variables and volumes of pods in the same namespace. */
export const toConfigMap = (scope: Construct, id: string, configMap: ConfigMapOutput): IConfigMap =>
  ConfigMap.fromConfigMapName(scope, id, configMap.name);

/** A ServiceAccount, as the subject of a `RoleBinding`, or for pods in the same namespace. */
export const toServiceAccount = (scope: Construct, id: string, account: ServiceAccountOutput): IServiceAccount =>
  ServiceAccount.fromServiceAccountName(scope, id, account.name, { namespaceName: account.namespace });

/** A PersistentVolumeClaim, for volumes of pods in the same namespace. */
export const toPersistentVolumeClaim = (scope: Construct, id: string, claim: ClaimOutput): IPersistentVolumeClaim =>
  PersistentVolumeClaim.fromClaimName(scope, id, claim.name);

/** The pods of a workload, as the selector or a peer of a `NetworkPolicy`. */
export function toPods(scope: Construct, id: string, { podLabels, namespace }: WorkloadOutput): Pods {
  const namespaces = Namespaces.select(scope, `${id}-namespace`, { names: [namespace] });
  return Pods.select(scope, id, { labels: { ...podLabels }, namespaces });
}

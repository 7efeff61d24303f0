// How the health of each kind is determined.

import { apiGroup, isBuiltInGroup, type Manifest } from '../../../k8s/object/manifest';
import { applicationHealth, autoscalerHealth, byCondition, namespaceHealth, unknownHealth } from './custom';
import { HEALTHY, pending, type Verdict } from './health';
import { podHealth } from './pods';
import { attachedHealth, gatewayHealth, ingressHealth, serviceHealth } from './traffic';
import {
  claimHealth,
  cronJobHealth,
  daemonSetHealth,
  deploymentHealth,
  jobHealth,
  statefulSetHealth,
} from './workloads';

type Check = (object: Manifest) => Verdict;

/** By API group and kind. All others of Kubernetes are healthy as soon as they exist. */
const CHECKS: Readonly<Record<string, Check>> = {
  '/Namespace': namespaceHealth,
  '/PersistentVolumeClaim': claimHealth,
  '/Pod': podHealth,
  '/Service': serviceHealth,
  'apiextensions.k8s.io/CustomResourceDefinition': byCondition('Established'),
  'apiregistration.k8s.io/APIService': byCondition('Available'),
  'apps/DaemonSet': daemonSetHealth,
  'apps/Deployment': deploymentHealth,
  'apps/StatefulSet': statefulSetHealth,
  'argoproj.io/Application': applicationHealth,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
  'batch/CronJob': cronJobHealth,
  'batch/Job': jobHealth,
  'bitnami.com/SealedSecret': byCondition('Synced'),
  'cert-manager.io/Certificate': byCondition('Ready'),
  'cert-manager.io/ClusterIssuer': byCondition('Ready'),
  'cert-manager.io/Issuer': byCondition('Ready'),
  'external-secrets.io/ClusterSecretStore': byCondition('Ready'),
  'external-secrets.io/ExternalSecret': byCondition('Ready'),
  'external-secrets.io/SecretStore': byCondition('Ready'),
  'gateway.networking.k8s.io/BackendTLSPolicy': attachedHealth,
  'gateway.networking.k8s.io/Gateway': gatewayHealth,
  'gateway.networking.k8s.io/HTTPRoute': attachedHealth,
  'gateway.networking.k8s.io/TCPRoute': attachedHealth,
  'karpenter.sh/NodePool': byCondition('Ready'),
  'networking.k8s.io/Ingress': ingressHealth,
};

const checkOf = (object: Manifest): Check | undefined => {
  const key = `${apiGroup(object)}/${object.kind}`;
  return Object.hasOwn(CHECKS, key) ? CHECKS[key] : undefined;
};

/** Whether more than its existence matters. */
export const isChecked = (object: Manifest): boolean => checkOf(object) !== undefined;

/** The health of an object as the API server returns it. */
export function healthOf(live: Manifest): Verdict {
  if (isBeingDeleted(live)) return pending(`it is being deleted${waitingFor(live)}`);
  const check = checkOf(live) ?? (isBuiltInGroup(apiGroup(live)) ? () => HEALTHY : unknownHealth);
  return check(live);
}

const isBeingDeleted = ({ metadata }: Manifest): boolean =>
  (metadata as { readonly deletionTimestamp?: unknown }).deletionTimestamp !== undefined;

function waitingFor({ metadata }: Manifest): string {
  const { finalizers } = metadata as { readonly finalizers?: unknown };
  return Array.isArray(finalizers) && finalizers.length > 0 ? `, and waits for ${finalizers.join(', ')}` : '';
}

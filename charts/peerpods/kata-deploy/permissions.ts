// Permissions of kata-deploy: label its node, and check whether it is being removed.

import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';

/**
 * The kubelet proxy is not among them: it gives access to every container on every node, and the installer only
 * uses it to read a time limit for a warning. Without it, the installer continues.
 */
export const NODE_RULES: IPolicyRule[] = [
  { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] },
  { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['get', 'list', 'watch'] },
];

/** Objects that versions up to 4.0 managed themselves. */
export const OBJECT_RULES: IPolicyRule[] = [
  { apiGroups: ['node.k8s.io'], resources: ['runtimeclasses'], verbs: ['get', 'list', 'patch'] },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'list'] },
  {
    apiGroups: ['nfd.k8s-sigs.io'],
    resources: ['nodefeaturerules'],
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  },
];

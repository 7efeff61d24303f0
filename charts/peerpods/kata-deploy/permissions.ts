// Permissions of kata-deploy: label its node, and check whether it is being removed.

import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';

/**
 * The proxy to the kubelets is not among them: it opens every container of every node, and the installer would only
 * ask it for a time limit that it warns about, and goes on without the answer.
 */
export const NODE_RULES: IPolicyRule[] = [
  { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] },
  { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['get', 'list', 'watch'] },
];

/** Objects that versions up to 4.0 looked after themselves. */
export const OBJECT_RULES: IPolicyRule[] = [
  { apiGroups: ['node.k8s.io'], resources: ['runtimeclasses'], verbs: ['get', 'list', 'patch'] },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'list'] },
  {
    apiGroups: ['nfd.k8s-sigs.io'],
    resources: ['nodefeaturerules'],
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  },
];

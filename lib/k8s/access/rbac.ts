// Permissions of a ServiceAccount: a role and its binding, created together.

import type { Construct } from 'constructs';
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IClusterRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding';
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';

const GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = `${GROUP}/v1`;

export interface Grant {
  /** Name of the role, and of its binding unless `binding` is set. */
  readonly name: string;
  readonly binding?: string;
  readonly labels: Labels;
  readonly rules: IPolicyRule[];
  readonly serviceAccount: string;
  /** Namespace of the ServiceAccount. Default: the release's. */
  readonly subjectNamespace?: string;
}

/** Permissions in the release's namespace. */
export function grantInNamespace(
  scope: Construct,
  id: string,
  release: Release,
  { name, binding = name, labels, rules, serviceAccount, subjectNamespace }: Grant,
): void {
  const metadata = release.metadata(name, labels);
  new ApiObject(scope, `${id}-role`, { apiVersion: API_VERSION, kind: 'Role', metadata, rules } satisfies IRole);
  new ApiObject(scope, `${id}-binding`, {
    apiVersion: API_VERSION,
    kind: 'RoleBinding',
    metadata: { ...metadata, name: binding },
    roleRef: { apiGroup: GROUP, kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace: subjectNamespace ?? release.namespace }],
  } satisfies IRoleBinding);
}

/** Permissions in the whole cluster. The name must be unique across releases. */
export function grantInCluster(
  scope: Construct,
  id: string,
  release: Release,
  { name, binding = name, labels, rules, serviceAccount, subjectNamespace }: Grant,
): void {
  const metadata = release.clusterMetadata(name, labels);
  new ApiObject(scope, `${id}-role`, {
    apiVersion: API_VERSION,
    kind: 'ClusterRole',
    metadata,
    rules,
  } satisfies IClusterRole);
  new ApiObject(scope, `${id}-binding`, {
    apiVersion: API_VERSION,
    kind: 'ClusterRoleBinding',
    metadata: { ...metadata, name: binding },
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace: subjectNamespace ?? release.namespace }],
  } satisfies IClusterRoleBinding);
}

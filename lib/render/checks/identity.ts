// Checks that every object is unique, has a valid name for its kind, and has a namespace if its kind needs one.

import { apiGroup, isBuiltInGroup, isClusterScoped, type Manifest, objectKey } from '../../k8s/object/manifest';
import { CRON_JOB_LIMIT, DNS_LABEL, DNS_LABEL_LIMIT, DNS_SUBDOMAIN } from '../../names/naming';
import type { Finding } from './finding';
import type { Inventory } from './inventory';

/** Kinds whose names must be DNS labels, because they are used in host names or in labels that controllers set on pods. */
const LABEL_KINDS = new Set([
  'Service',
  'Namespace',
  'Job',
  'CronJob',
  'StatefulSet',
  'Pod',
  'Deployment',
  'DaemonSet',
]);
const RBAC_KINDS = new Set(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const LABEL = new RegExp(DNS_LABEL);
const SUBDOMAIN = new RegExp(DNS_SUBDOMAIN);

export function* identity({ objects }: Inventory): Generator<Finding> {
  const seen = new Set<string>();
  for (const object of objects) {
    const { kind, metadata } = object;
    const id = objectKey(object);
    if (seen.has(id)) yield { object, field: 'metadata.name', message: 'is the name of another object of this kind' };
    seen.add(id);
    const problem = nameProblem(object);
    if (problem) yield { object, field: 'metadata.name', message: problem };
    const inCluster = isClusterScoped(kind);
    if (inCluster && metadata.namespace) {
      yield { object, field: 'metadata.namespace', message: 'must be absent: the kind is cluster-scoped' };
    }
    // A custom resource without a namespace may be cluster-scoped.
    const needsNamespace = !inCluster && (metadata.namespace !== undefined || isBuiltInGroup(apiGroup(object)));
    if (needsNamespace && !LABEL.test(metadata.namespace ?? '')) {
      yield { object, field: 'metadata.namespace', message: 'must be the name of a namespace' };
    }
  }
}

function nameProblem({ kind, metadata: { name } }: Manifest): string | undefined {
  if (RBAC_KINDS.has(kind))
    return name === '' || name.includes('/') || name.includes('%') ? 'must be a path segment' : undefined;
  if (kind === 'Service') {
    return SERVICE_NAME.test(name) && name.length <= DNS_LABEL_LIMIT
      ? undefined
      : `must be a DNS label of at most ${DNS_LABEL_LIMIT} characters that starts with a letter`;
  }
  if (LABEL_KINDS.has(kind)) {
    const limit = kind === 'CronJob' ? CRON_JOB_LIMIT : DNS_LABEL_LIMIT;
    return LABEL.test(name) && name.length <= limit ? undefined : `must be a DNS label of at most ${limit} characters`;
  }
  return SUBDOMAIN.test(name) && name.length <= 253 ? undefined : 'must be a DNS name of at most 253 characters';
}

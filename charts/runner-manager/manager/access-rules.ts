// Rules about the permissions of the manager.

import type { ServiceAccountValues } from '../../../lib/k8s/access/service-account';
import type { Rule } from '../../../lib/values/validate';

interface Access {
  readonly serviceAccount: ServiceAccountValues;
  readonly rbac: { readonly create: boolean; readonly nodeVerbs: readonly string[] };
}

/** `select` has the values of the manager. */
export const accessRules = <V>(select: (values: V) => Access, isOn: (values: V) => boolean): Rule<V>[] => [
  (values, report) => {
    const { serviceAccount, rbac } = select(values);
    const unnamed = !serviceAccount.create && ['', 'default'].includes(serviceAccount.name);
    if (isOn(values) && rbac.create && unnamed) {
      report.error(
        (v) => select(v).serviceAccount.name,
        'is required if serviceAccount.create is false: otherwise all pods of the namespace that run as "default" would get the permissions too',
      );
    }
  },
  (values, report) => {
    const { rbac } = select(values);
    if (isOn(values) && rbac.create && !rbac.nodeVerbs.includes('get')) {
      report.error(
        (v) => select(v).rbac.nodeVerbs,
        'must include get: without it, the manager reports every runner as failed',
      );
    }
  },
];

// Service accounts that components run under, and that get permissions.

import type { ServiceAccountValues } from '../../../lib/k8s/access/service-account';
import { formatPath, pathOf } from '../../../lib/values/path';
import type { Rule } from '../../../lib/values/validate';
import type { Values } from '../values';

/** The account belongs to the component. */
export function ownAccount(select: (values: Values) => ServiceAccountValues): Rule<Values> {
  const path = formatPath(pathOf((v: Values) => select(v).create));
  return (values, report) => {
    const { create, name } = select(values);
    if (create || (name !== '' && name !== 'default')) return;
    const message = `is required if ${path} is false: otherwise all pods of the namespace that run as "default" would get the permissions too`;
    report.error((v) => select(v).name, message);
  };
}

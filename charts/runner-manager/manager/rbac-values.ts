// Values of the permissions of a manager that is part of another chart.

import { boolean, choice, list, object, text } from '../../../lib/values/schema/schema';

export const rbacValues = () =>
  object(
    () => ({
      create: boolean({ description: 'Whether to create RBAC roles and bindings.', default: true }),
      nodeVerbs: list(choice(['get', 'list', 'update', 'patch'], { description: 'Verb.' }), {
        description: 'Verbs on nodes that the manager is granted.',
        default: ['get', 'list', 'update', 'patch'],
      }),
      name: text({
        description: 'Name of the ClusterRole; by default derived from the namespace and release.',
        default: '',
        pattern: '^[A-Za-z0-9]([-A-Za-z0-9._:]*[A-Za-z0-9])?$',
        maxLength: 253,
        expected: 'letters, digits, "-", ".", "_" and ":"',
      }),
    }),
    { description: 'RBAC permissions of the manager.' },
  );

// The permissions of a role, one by one.

import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';

interface Permission {
  readonly verb: string;
  readonly group: string;
  /** A resource, or a non-resource URL. */
  readonly resource: string;
  /** Name of the one object; `*` for all. */
  readonly name: string;
  readonly url: boolean;
}

/** Descriptions of what `after` allows and `before` did not. */
export function addedPermissions(before: readonly IPolicyRule[], after: readonly IPolicyRule[]): string[] {
  const allowed = before.flatMap(permissions);
  const added = after.flatMap(permissions).filter((wanted) => !allowed.some((known) => covers(known, wanted)));
  const byPlace = new Map<string, string[]>();
  for (const permission of added) {
    const place = placeOf(permission);
    byPlace.set(place, [...(byPlace.get(place) ?? []), permission.verb]);
  }
  return [...byPlace].map(([place, verbs]) => `may ${[...new Set(verbs)].join(', ')} ${place}`);
}

function permissions({ verbs, apiGroups = [], resources = [], resourceNames, nonResourceURLs = [] }: IPolicyRule) {
  const names = resourceNames && resourceNames.length > 0 ? resourceNames : ['*'];
  const objects = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      names.flatMap((name) => (verbs ?? []).map((verb): Permission => ({ verb, group, resource, name, url: false }))),
    ),
  );
  const urls = nonResourceURLs.flatMap((resource) =>
    (verbs ?? []).map((verb): Permission => ({ verb, group: '', resource, name: '*', url: true })),
  );
  return [...objects, ...urls];
}

function covers(known: Permission, wanted: Permission): boolean {
  if (known.url !== wanted.url) return false;
  const fields = ['verb', 'group', 'resource', 'name'] as const;
  return fields.every(
    (field) => known[field] === '*' || known[field] === wanted[field] || isPrefix(known, wanted, field),
  );
}

const isPrefix = (known: Permission, wanted: Permission, field: keyof Permission): boolean =>
  known.url &&
  field === 'resource' &&
  known.resource.endsWith('*') &&
  wanted.resource.startsWith(known.resource.slice(0, -1));

function placeOf({ group, resource, name, url }: Permission): string {
  if (url) return resource;
  const kind = group === '' ? resource : `${resource}.${group}`;
  return name === '*' ? kind : `${kind} ${name}`;
}

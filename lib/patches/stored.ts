// Objects of users in the form that the API server stores and that charts render.

import { apiGroup, type Manifest } from '../k8s/object/manifest';

/** A Secret with `stringData` in `data`, where the Secret modes look for it; other objects as they are. */
export function asStored(object: Manifest): Manifest {
  if (object.kind !== 'Secret' || apiGroup(object) !== '') return object;
  const { stringData = {}, data = {}, type = 'Opaque', ...rest } = object;
  const encoded = Object.entries(stringData as Readonly<Record<string, string>>).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  return { ...rest, type, data: { ...(data as object), ...Object.fromEntries(encoded) } };
}

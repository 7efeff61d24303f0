// Objects from users in the form that the API server stores and that charts render.

import { apiGroup, type Manifest } from '../k8s/object/manifest';

/** A Secret with `stringData` moved to `data`, where the Secret modes expect it; other objects unchanged. */
export function asStored(object: Manifest): Manifest {
  if (object.kind !== 'Secret' || apiGroup(object) !== '') return object;
  const { stringData = {}, data = {}, type = 'Opaque', ...rest } = object;
  const encoded = Object.entries(stringData as Readonly<Record<string, string>>).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  return { ...rest, type, data: { ...(data as object), ...Object.fromEntries(encoded) } };
}

// The objects that the new manifests have and the Helm release does not.

import { type Manifest, objectKey } from '../../k8s/object/manifest';
import type { Plan } from './plan';

export function addedTo({ installed, rendered }: Pick<Plan, 'installed' | 'rendered'>): Manifest[] {
  const present = new Set(installed.map(objectKey));
  return rendered.objects.filter((object) => !present.has(objectKey(object)));
}

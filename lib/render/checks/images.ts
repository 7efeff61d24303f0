// Checks that every image can still be pulled, including images in patches and extra objects.

import { whyGone } from '../../k8s/gone-images';
import type { Finding } from './finding';
import type { Inventory } from './inventory';

export function* goneImages({ containers }: Inventory): Generator<Finding> {
  for (const { container, note } of containers) {
    const why = whyGone(container.image ?? '');
    if (why) yield note('image', `${container.image} ${why}`);
  }
}

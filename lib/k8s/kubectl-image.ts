// The image for scripts that call the API server.

import type { Release } from './release';
import type { ContainerKnobs } from './workload/container';
import { parseImage } from './workload/image';

/** With `global.kubectlImage`, if it is set. */
export function withKubectlImage<Knobs extends ContainerKnobs>({ common }: Release, knobs: Knobs): Knobs {
  const { kubectlImage } = common.global;
  if (!kubectlImage) return knobs;
  return { ...knobs, image: { ...parseImage(kubectlImage), pullPolicy: knobs.image.pullPolicy } };
}

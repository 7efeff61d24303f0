// Images of the platform itself: their default tag is the version of the chart, as in Helm.

import { imageValues } from '../../../lib/k8s/workload/image';
import { about } from '../about';

const VERSION = `v${about.version}`;

export const ownImageValues = (name: string) =>
  imageValues({ registry: 'docker.io', repository: `daytonaio/${name}`, emptyTag: VERSION });

export const ownImage = <Image extends { readonly tag: string }>(image: Image): Image => ({
  ...image,
  tag: image.tag || VERSION,
});

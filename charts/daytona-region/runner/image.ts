// The image of the runners; an empty tag is the version of the chart, as in Helm.

import type { Region } from '../region';
import type { Values } from '../values';
import { versions } from '../versions';

export const runnerTag = ({ services }: Values, version = versions[0].version): string =>
  services.runner.image.tag || version;

export const runnerImage = ({ release, values }: Region): Values['services']['runner']['image'] => ({
  ...values.services.runner.image,
  tag: runnerTag(values, release.chart.version),
});

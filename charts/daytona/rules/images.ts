// Images that do not work together, or that contain published keys.

import { isOlder } from '../../../lib/names/image-version';
import type { Rule } from '../../../lib/values/validate';
import { lineOf } from '../../runner-manager/image-line';
import { ownImage } from '../own-image';
import type { Values } from '../values';

export const imageRules: readonly Rule<Values>[] = [
  ({ services: { runner, runnermanager } }, report) => {
    const { tag } = ownImage(runner.image);
    const fork = lineOf(ownImage(runnermanager.image)) === 'kubernetes';
    if (runner.enabled && runnermanager.enabled && fork && isOlder(tag, 'v0.183.0') === false) {
      report.warning(
        (v) => v.services.runnermanager.enabled,
        `is true, but a -k8s manager cannot register a runner ${tag}: from v0.183.0 the API lacks what it asks for. Set it to false, and services.runner.registration.enabled to true`,
      );
    }
  },
  ({ services }, report) => {
    for (const key of ['proxy', 'sshGateway'] as const) {
      const { tag } = ownImage(services[key].image);
      if (isOlder(tag, 'v0.140.0') && (key === 'proxy' || services.sshGateway.enabled)) {
        report.warning(
          (v) => v.services[key].image.tag,
          `${tag} falls back to keys that are published in its source: use a newer image`,
        );
      }
    }
  },
];

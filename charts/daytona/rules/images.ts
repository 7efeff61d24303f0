// Images that do not work together, that contain published keys, or that cannot be pulled.

import { metricsRules } from '../../../lib/k8s/monitoring/rules';
import { isOlder } from '../../../lib/names/image-version';
import type { Rule } from '../../../lib/values/validate';
import { pairProblem } from '../../runner-manager/manager/manager-line';
import { ownImage } from '../images/own-image';
import type { Values } from '../values';

/** Earlier proxies serve no metrics. */
const METRICS_SINCE = 'v0.187.0';

export const imageRules: readonly Rule<Values>[] = [
  ({ services: { runner, runnermanager } }, report) => {
    if (!runner.enabled || !runnermanager.enabled) return;
    const { tag } = ownImage(runner.image);
    const problem = pairProblem(ownImage(runnermanager.image).tag, tag);
    if (!problem) return;
    report.warning(
      (v) => v.services.runner.image.tag,
      `${tag} ${problem}, or set services.runnermanager.enabled to false and services.runner.registration.enabled to true`,
    );
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
  ...metricsRules<Values>(
    (v) => v.services.proxy.metrics,
    ({ services: { proxy } }) => {
      const { tag } = ownImage(proxy.image);
      return isOlder(tag, METRICS_SINCE)
        ? `the proxy serves metrics since ${METRICS_SINCE}, and this is ${tag}`
        : undefined;
    },
  ),
  ({ global, minio: { enabled, image, mcImage } }, report) => {
    const isFromQuay = ({ registry, repository }: typeof image) =>
      (global.imageRegistry || registry) === 'quay.io' && /^minio\/(minio|mc)$/.test(repository);
    if (!enabled || ![image, mcImage].some(isFromQuay)) return;
    report.warning(
      (v) => v.minio.image.registry,
      "quay.io refuses pulls of MinIO's images without a login since September 2026: copy them to your own registry and set global.imageRegistry, or set minio.image and minio.mcImage",
    );
  },
];

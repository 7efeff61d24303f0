// Images that do not work together, or that nobody can pull.

import { isOlder } from '../../../lib/names/image-version';
import type { Rule } from '../../../lib/values/validate';
import { lineOf } from '../../runner-manager/image-line';
import { ownImage } from '../own-image';
import type { Values } from '../values';

/** The last image of MinIO that its project published. */
const LAST_MINIO = 'RELEASE.2025-09-07T16-13-09Z';

/** Where MinIO was published; a copy elsewhere has what its owner put there. */
const ofProject = ({ registry, repository }: Values['minio']['image']): boolean =>
  ['', 'docker.io', 'quay.io'].includes(registry) && repository.startsWith('minio/');

const minioRule =
  (key: 'image' | 'mcImage'): Rule<Values> =>
  ({ minio, global }, report) => {
    const image = minio[key];
    if (!minio.enabled || global.imageRegistry || !ofProject(image)) return;
    if (image.registry !== 'quay.io') {
      report.error(
        (v) => v.minio[key].registry,
        `${image.registry || 'Docker Hub'} no longer has the images of MinIO: use quay.io, or a copy of your own`,
      );
    } else if (image.tag > LAST_MINIO && image.tag.startsWith('RELEASE.')) {
      report.error((v) => v.minio[key].tag, `does not exist: the last image of MinIO is ${LAST_MINIO}`);
    }
  };

export const imageRules: readonly Rule<Values>[] = [
  minioRule('image'),
  minioRule('mcImage'),
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

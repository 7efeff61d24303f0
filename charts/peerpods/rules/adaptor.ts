// The DaemonSet of the adaptor, its image and its namespace.

import type { Rule } from '../../../lib/values/validate';
import { ADAPTOR_IMAGE } from '../adaptor/values';
import { providerNamed } from '../providers';
import type { Values } from '../values';
import { isVersionTag } from '../versions';
import { ownAccount } from './account';

/** A build of a commit without the C libraries. */
const RELEASE_TAG = /^[0-9a-f]{7,40}$/;
const DEV_TAG = /^(dev-[0-9a-f]+|[0-9a-f]{7,40}-dev)$/;

const isNone = (share: number | string) => /^0%?$/.test(String(share));

export const adaptorRules: readonly Rule<Values>[] = [
  ({ daemonset: { updateStrategy } }, report) => {
    const { maxUnavailable, maxSurge } = updateStrategy;
    if (isNone(maxUnavailable) && isNone(maxSurge)) {
      report.error(
        (v) => v.daemonset.updateStrategy,
        'maxUnavailable and maxSurge are both 0: nodes could not be updated',
      );
    }
    if (!isNone(maxUnavailable) && !isNone(maxSurge)) {
      const message = `must be 0 with maxUnavailable ${maxUnavailable}: Kubernetes allows only one of them`;
      report.error((v) => v.daemonset.updateStrategy.maxSurge, message);
    }
  },
  ({ provider, image: { name, tag, digest } }, report) => {
    const { variant } = providerNamed(provider);
    const official = (name || ADAPTOR_IMAGE) === ADAPTOR_IMAGE && digest === '';
    if (official && variant === 'dev' && RELEASE_TAG.test(tag) && !isVersionTag(tag)) {
      const message = `${tag} is a release build, which does not support ${provider}: use ${tag}-dev`;
      report.error((v) => v.image.tag, message);
    }
    if (official && variant === 'release' && DEV_TAG.test(tag)) {
      const message = `${tag} is a dev build: for ${provider}, the release build ${tag.replace(/^dev-|-dev$/, '')} is enough`;
      report.warning((v) => v.image.tag, message);
    }
  },
  ownAccount((v) => v.daemonset.serviceAccount),
  ({ createNamespace, helmOwnership }, report) => {
    if (helmOwnership && !createNamespace) {
      report.error((v) => v.helmOwnership, 'requires createNamespace: only a rendered namespace can be labeled');
    }
  },
];

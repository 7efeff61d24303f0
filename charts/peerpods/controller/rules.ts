// What the values of peerpod-ctrl may not, or should not, say together.

import { requestsWithinLimits } from '../../../lib/k8s/resources';
import { providerNamed } from '../providers';
import { ownAccount } from '../rules/account';
import { when } from '../rules/when';
import type { Values } from '../values';
import { CONTROLLER_IMAGE } from './values';

export const controllerRules = when(
  ({ resourceCtrl }) => resourceCtrl.enabled,
  [
    ({ provider, resourceCtrl: { image } }, report) => {
      const official = (image.repository || CONTROLLER_IMAGE) === CONTROLLER_IMAGE;
      if (providerNamed(provider).controller || !official) return;
      report.warning(
        (v) => v.resourceCtrl.image.repository,
        `the image has no code for ${provider}: machines that a crashed adaptor leaves behind stay, and so do their PeerPods, which keep a deleted namespace. Give an image of your own that has it, or remove both by hand (kubectl patch peerpod NAME --type=merge -p '{"metadata":{"finalizers":null}}')`,
      );
    },
    ownAccount((v) => v.resourceCtrl.serviceAccount),
    requestsWithinLimits((v: Values) => v.resourceCtrl.resources),
    requestsWithinLimits((v: Values) => v.resourceCtrl.authProxy.resources),
  ],
);

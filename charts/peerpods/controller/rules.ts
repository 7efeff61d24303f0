// Rules between the values of peerpod-ctrl.

import { providerNamed } from '../providers';
import { ownAccount } from '../rules/account';
import { when } from '../rules/when';
import { CONTROLLER_IMAGE } from './values';

export const controllerRules = when(
  ({ resourceCtrl }) => resourceCtrl.enabled,
  [
    ({ provider, resourceCtrl: { image } }, report) => {
      const official = (image.repository || CONTROLLER_IMAGE) === CONTROLLER_IMAGE;
      if (providerNamed(provider).controller || !official) return;
      report.warning(
        (v) => v.resourceCtrl.image.repository,
        `the image does not support ${provider}: it cannot remove VMs that a crashed adaptor leaves behind, nor their PeerPods, which block the deletion of a namespace. Use your own image with support for it, or remove both manually (kubectl patch peerpod NAME --type=merge -p '{"metadata":{"finalizers":null}}')`,
      );
    },
    ({ resourceCtrl: { metrics, authProxy } }, report) => {
      if (metrics.serviceMonitor.enabled && !authProxy.enabled) {
        report.error(
          (v) => v.resourceCtrl.metrics.serviceMonitor.enabled,
          'requires resourceCtrl.authProxy.enabled: without the proxy, there is no Service for the metrics',
        );
      }
    },
    ownAccount((v) => v.resourceCtrl.serviceAccount),
  ],
);

// Rules between the values of kata-deploy.

import { ownAccount } from '../rules/account';
import { when } from '../rules/when';
import { knownKatas } from '../versions';

export const kataDeployRules = when(
  (v) => v['kata-deploy'].enabled,
  [
    ({ 'kata-deploy': { shims } }, report) => {
      for (const [name, wanted] of Object.entries(shims)) {
        // `disableAll` disables what is already disabled here.
        if (wanted && name !== 'remote' && name !== 'disableAll') {
          report.error((v) => v['kata-deploy'].shims[name], 'cannot be installed: peer pods only use the shim remote');
        }
      }
    },
    ({ 'kata-deploy': { shims } }, report) => {
      if (!shims.remote) {
        const message = 'must be true: peer pods use it. If it is already installed, set kata-deploy.enabled to false';
        report.error((v) => v['kata-deploy'].shims.remote, message);
      }
    },
    ({ 'kata-deploy': { defaultShim } }, report) => {
      if (!defaultShim.arm64) return;
      report.warning((v) => v['kata-deploy'].defaultShim.arm64, 'has no effect: there is no remote shim for arm64');
    },
    ({ 'kata-deploy': { image } }, report) => {
      if (!image.digest || !image.reference.includes('@')) return;
      report.error((v) => v['kata-deploy'].image.digest, 'conflicts with image.reference, which also has a digest');
    },
    ({ 'kata-deploy': { image } }, report) => {
      if (!image.tag || knownKatas.includes(image.tag) || image.reference.includes('@')) return;
      report.warning(
        (v) => v['kata-deploy'].image.tag,
        `the chart is written for ${knownKatas.join(' and ')}: other versions may need different directories and permissions on the node`,
      );
    },
    ({ daemonset: { affinity } }, report) => {
      if (!affinity.nodeAffinity) return;
      report.warning(
        (v) => v.daemonset.affinity.nodeAffinity,
        'it does not apply to kata-deploy, and nodes with kata but without the adaptor cannot start peer pods: select nodes with daemonset.nodeSelector, or repeat it in kata-deploy.affinity',
      );
    },
    ownAccount((v) => v['kata-deploy'].serviceAccount),
  ],
);

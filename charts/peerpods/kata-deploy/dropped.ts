// Keys of kata-deploy's chart that this chart does not have, and what to write instead.

import { because } from '../../../lib/values/foreign/helm-keys';

const PATCHES = 'not a value here: set the field of the rendered object with patches';
const DAEMON_SET = 'kata is always installed by a DaemonSet: remove this key';

export const droppedOfKataDeploy = {
  ...because(PATCHES, ['env', 'health', 'startupTaints', 'containerd']),
  ...because(DAEMON_SET, ['deploymentMode', 'job', 'kubectlImage', 'monitor', 'verification']),
  logLevel: 'write debug: true for debug logs',
  runtimeClasses: 'the RuntimeClass kata-remote is always rendered: add others as the top-level extraObjects',
  customRuntimes: 'only the remote shim is installed: install others with a release of kata-deploy itself',
  'node-feature-discovery': 'not rendered: install it with its own chart',
};

export const droppedOfSnapshotter = because('only nydus is set up: remove this key', [
  ...['erofsMergeMode', 'erofsSnapshotterMode', 'erofsDmverity'],
]);

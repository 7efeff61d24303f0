// The Helm chart of the lab, whose installed releases are recreated.

import type { Manifest } from '../../lib/k8s/object/manifest';
import type { Adoption, InstalledRelease } from '../../lib/render/lifecycle/adoption';
import { containersOf } from '../../lib/review/adopt/running/installed';
import { assign } from '../../lib/values/file/merge';
import type { Tree } from '../../lib/values/layer';
import { type Path, valueAt } from '../../lib/values/path';

export const adoption: Adoption = {
  read({ objects, values }) {
    const pod = podOf(objects);
    if (pod === undefined) return {};
    const variables = new Map(
      containersOf([pod]).flatMap(({ env }) => env.map(({ name, value }) => [name, value] as const)),
    );
    const { labels = {} } = pod.metadata;
    const shown: (readonly [Path, unknown])[] = [
      [['session', 'id'], labels['session-id']],
      [['session', 'userId'], labels['user-id']],
      [['rootfs', 'imageUrl'], variables.get('IMAGE_DOWNLOAD_URL')],
      [['rootfs', 'diskSize'], variables.get('IMAGE_SIZE')],
      [['firecracker', 'vm', 'cpuCount'], variables.get('CPU_COUNT')],
      [['firecracker', 'vm', 'memory'], variables.get('MEMORY')],
      [['network', 'gatewayIp'], variables.get('GATEWAY_IP')],
      [['network', 'vmIp'], variables.get('VM_IP')],
      [['network', 'tapDevice'], variables.get('TAP_DEVICE_NAME')],
    ];
    return shown.reduce<Tree>(
      (tree, [path, value]) =>
        value === undefined || valueAt(values, path) !== undefined ? tree : (assign(tree, path, value) as Tree),
      {},
    );
  },
  preparations: () => ['Wait until nobody works in the lab: it ends here, and everything in its volumes is lost.'],
  decisions: () => [
    'The spec of a Pod cannot be changed, so the lab is recreated. Its volumes are part of the Pod: copy what you want to keep. Or keep the lab in Helm until it ends, and render only new labs.',
  ],
};

const podOf = (objects: InstalledRelease['objects']): Manifest | undefined =>
  objects.find(({ kind }) => kind === 'Pod');

// The versions of a lab. The three lab images are not in a public registry: set the tags that you built.

import type { VersionSets } from '../../lib/render/version-sets';

export const versions: VersionSets = [
  {
    name: 'code-server-4.139.1',
    version: '0.1.0',
    source: 'coder/code-server v4.139.1 and busybox 1.38.0; upstream pins neither',
    tags: {
      initContainers: { rootfs: { tag: 'latest' }, network: { tag: '1.38.0' } },
      firecracker: { tag: 'latest' },
      terminal: { tag: 'latest' },
      codeServer: { tag: '4.139.1' },
    },
  },
  {
    name: 'code-server-4.96.4',
    version: '0.1.0',
    source: 'coder/code-server v4.96.4 and busybox 1.37.0, the defaults of sandbox-charts 0.1.0',
    tags: { initContainers: { network: { tag: '1.37.0' } }, codeServer: { tag: '4.96.4' } },
  },
];

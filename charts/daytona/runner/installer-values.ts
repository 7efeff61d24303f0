// Values of the container that puts Docker and Sysbox onto sandbox nodes.

import { securityContext } from '../../../lib/k8s/common';
import { resourceValues } from '../../../lib/k8s/resources';
import { boolean, list, object, text } from '../../../lib/values/schema';
import { RUNNER_SECURITY } from '../../runner-manager/runner';
import { imageText } from '../image-text';

const download = (of: string, url: string, sha256: string) =>
  object(
    {
      url: text({ description: 'Where it is.', default: url, pattern: '^https://\\S+$', expected: 'an https URL' }),
      sha256: text({
        description: 'Its checksum. Anything else is not installed.',
        default: sha256,
        pattern: '^[0-9a-f]{64}$',
        expected: '64 hexadecimal digits',
      }),
    },
    { description: of },
  );

export const installerValues = object(
  {
    enabled: boolean({ description: 'Whether to install them.', default: true }),
    image: imageText('Image with nsenter: everything else happens on the node.', 'ubuntu:22.04'),
    xfsStorageSize: text({
      description: "Size of the file that holds Docker's data where /var/lib/docker is on no XFS with quotas.",
      default: '50G',
      pattern: '^[1-9]\\d*[MGT]$',
      expected: 'a number with M, G or T, such as 50G',
    }),
    dns: list(text({ description: 'Address.', pattern: '^[0-9A-Fa-f:.]+$', expected: 'an IP address' }), {
      description: 'Name servers of the sandboxes; empty takes those of the node.',
      default: [],
    }),
    airgapped: object(
      {
        enabled: boolean({ description: 'Whether to install from packagesImage instead of the net.', default: false }),
        packagesImage: imageText(
          'Image with /packages/packages.tar.gz: the folders dependencies, docker and sysbox.',
          'daytonaio/daytona-runner-packages:v0.0.2',
        ),
      },
      { description: 'Nodes without internet.' },
    ),
    docker: download(
      'Docker, as an archive of programs for x86_64.',
      'https://download.docker.com/linux/static/stable/x86_64/docker-27.4.0.tgz',
      '64bb136b612a7bca537ef99b50504e4250cb71117c2d26552d20cda122b6c5b4',
    ),
    sysbox: download(
      'Sysbox, as a Debian package for x86_64.',
      'https://downloads.nestybox.com/sysbox/releases/v0.6.4/sysbox-ce_0.6.4-0.linux_amd64.deb',
      'd034ddd364ee1f226b8b1ce7456ea8a12abc2eb661bdf42d3e603ed2dc741827',
    ),
    resources: resourceValues({ requests: { cpu: '10m', memory: '64Mi' } }),
    securityContext: securityContext(RUNNER_SECURITY),
  },
  { description: 'Container that installs Docker and Sysbox on every sandbox node, and keeps them running.' },
);

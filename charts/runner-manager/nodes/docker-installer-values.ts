// Values of the container that installs Docker and Sysbox on sandbox nodes.

import { securityContext } from '../../../lib/k8s/common';
import { imageText } from '../../../lib/k8s/workload/image-text';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { boolean, list, object, text } from '../../../lib/values/schema/schema';
import { RUNNER_SECURITY } from '../runner/container-defaults';

const download = (of: string, url: string, sha256: string) =>
  object(
    {
      url: text({ description: 'Download URL.', default: url, pattern: '^https://\\S+$', expected: 'an https URL' }),
      sha256: text({
        description: 'SHA-256 checksum of the download.',
        default: sha256,
        pattern: '^[0-9a-f]{64}$',
        expected: '64 hexadecimal digits',
      }),
    },
    { description: of },
  );

/** The keys of the installer's values; `image` and `packagesImage` get their defaults from the version. */
export const installerKeys = () => ({
  enabled: boolean({ description: 'Whether to install Docker and Sysbox.', default: true }),
  image: imageText('Image that contains nsenter; everything else runs on the node.'),
  xfsStorageSize: text({
    description: "Size of the file for Docker's data, if /var/lib/docker is not on XFS with quotas.",
    default: '50G',
    pattern: '^[1-9]\\d*[MGT]$',
    expected: 'a number followed by M, G or T, such as 50G',
  }),
  dns: list(text({ description: 'Address.', pattern: '^[0-9A-Fa-f:.]+$', expected: 'an IP address' }), {
    description: 'DNS servers of the sandboxes; defaults to those of the node.',
    default: [],
  }),
  airgapped: object(
    {
      enabled: boolean({
        description: 'Whether to install from packagesImage instead of downloading.',
        default: false,
      }),
      packagesImage: imageText(
        'Image with /packages/packages.tar.gz, which contains the directories dependencies, docker and sysbox.',
      ),
    },
    { description: 'Installation on nodes without internet access.' },
  ),
  docker: download(
    'Docker, as an archive of x86_64 binaries.',
    'https://download.docker.com/linux/static/stable/x86_64/docker-27.4.0.tgz',
    '64bb136b612a7bca537ef99b50504e4250cb71117c2d26552d20cda122b6c5b4',
  ),
  sysbox: download(
    'Sysbox, as an x86_64 Debian package.',
    'https://downloads.nestybox.com/sysbox/releases/v0.6.4/sysbox-ce_0.6.4-0.linux_amd64.deb',
    'd034ddd364ee1f226b8b1ce7456ea8a12abc2eb661bdf42d3e603ed2dc741827',
  ),
  resources: resourceValues({ requests: { cpu: '10m', memory: '64Mi' } }),
  securityContext: securityContext(RUNNER_SECURITY),
});

export const INSTALLER = {
  description: 'Container that installs Docker and Sysbox on every sandbox node and keeps them running.',
} as const;

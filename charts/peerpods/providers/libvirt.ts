import type { Provider } from './catalog';
import { WHOLE } from './forms';
import { disableCvm, shared } from './shared';

export const libvirt: Provider = {
  title: 'libvirt',
  cloudProvider: 'libvirt',
  variant: 'dev',
  own: {
    LIBVIRT_URI: {
      description: 'Libvirt connection URI. The default logs in as root and accepts any host key: set your own',
      default: 'qemu+ssh://root@192.168.122.1/system?no_verify=1',
      always: true,
    },
    ...disableCvm('true'),
    LIBVIRT_CPU: { description: 'Number of virtual CPUs per VM', default: '2', form: WHOLE },
    LIBVIRT_CPUSET: { description: 'Host CPU cores to run on, such as 0-3,8' },
    LIBVIRT_EFI_FIRMWARE: {
      description: 'Path of the OVMF firmware on the host',
      default: '/usr/share/OVMF/OVMF_CODE_4M.fd',
    },
    LIBVIRT_LAUNCH_SECURITY: { description: 'Launch security, such as s390-pv; detected if empty' },
    LIBVIRT_MEMORY: { description: 'Memory per VM, in MiB', default: '8192', form: WHOLE },
    LIBVIRT_NET: { description: 'Libvirt network', default: 'default' },
    LIBVIRT_POOL: { description: 'Libvirt storage pool', default: 'default' },
    LIBVIRT_ROOT_DISK_SIZE: { description: 'Boot disk size, in GiB', default: '10', form: WHOLE },
    LIBVIRT_VOL_NAME: { description: 'Volume with the pod VM image', default: 'podvm-base.qcow2', machineImage: true },
  },
  shared,
  secrets: {
    id_rsa: { description: 'Private key for a qemu+ssh connection', file: true, sshKey: 'id_rsa' },
  },
  logins: [],
  controller: true,
};

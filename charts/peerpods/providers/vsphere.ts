import type { Provider } from './catalog';
import { SWITCH } from './forms';
import { base } from './shared';

export const vsphere: Provider = {
  title: 'VMware vSphere',
  cloudProvider: 'vsphere',
  variant: 'release',
  own: {
    GOVC_DATACENTER: { description: 'Datacenter', required: true },
    GOVC_URL: { description: 'URL of vCenter', required: true },
    GOVC_DATASTORE: { description: 'Datastore' },
    GOVC_DRS: { description: 'Let DRS place the VMs', default: 'false' },
    GOVC_FOLDER: { description: 'VM folder in the datacenter' },
    GOVC_HOST: { description: 'Host whose resource pool to use' },
    GOVC_TEMPLATE: { description: 'Template of the pod VMs', default: 'podvm-template', machineImage: true },
    GOVC_VCLUSTER: { description: 'Compute cluster' },
    SECURE_COMMS: { description: 'Use an SSH tunnel between the cluster and the VM', default: 'false', form: SWITCH },
    SECURE_COMMS_INBOUNDS: { description: 'Inbound tunnels on the node side' },
    SECURE_COMMS_KBS_ADDR: {
      description: 'URL of the Trustee key broker',
      default: 'kbs-service.trustee-operator-system:8080',
    },
    SECURE_COMMS_NO_TRUSTEE: {
      description: 'Pass the tunnel keys in the user data instead of through Trustee',
      default: 'false',
      form: SWITCH,
    },
    SECURE_COMMS_OUTBOUNDS: { description: 'Outbound tunnels on the node side' },
    SECURE_COMMS_PP_INBOUNDS: { description: 'Inbound tunnels on the pod side' },
    SECURE_COMMS_PP_OUTBOUNDS: { description: 'Outbound tunnels on the pod side' },
  },
  shared: base,
  secrets: {
    GOVC_PASSWORD: { description: 'Password for vCenter', required: true },
    GOVC_THUMBPRINT: {
      description: "SHA-1 thumbprint of vCenter's certificate; if set, the certificate is verified",
      identifier: true,
    },
    GOVC_USERNAME: { description: 'User name for vCenter', required: true, identifier: true },
  },
  logins: [['GOVC_USERNAME', 'GOVC_PASSWORD']],
  removed: { since: 'v0.18.0', last: 'v0.17.0', lastTag: 'e205a788d6d3ad619bd8b0896c6a847b05c0f745' },
  controller: false,
};

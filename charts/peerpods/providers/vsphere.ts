import type { Provider } from './catalogue';
import { SWITCH } from './forms';
import { base } from './shared';

export const vsphere: Provider = {
  title: 'VMware vSphere',
  cloudProvider: 'vsphere',
  variant: 'release',
  own: {
    GOVC_DATACENTER: { description: 'Datacenter', required: true },
    GOVC_URL: { description: 'Address of vCenter', required: true },
    GOVC_DATASTORE: { description: 'Datastore' },
    GOVC_DRS: { description: 'Let DRS place the VMs', default: 'false' },
    GOVC_FOLDER: { description: 'Folder of the VMs, below the datacenter' },
    GOVC_HOST: { description: 'Host whose resource pool is used' },
    GOVC_TEMPLATE: { description: 'Template of the pod VMs', default: 'podvm-template' },
    GOVC_VCLUSTER: { description: 'Compute cluster' },
    SECURE_COMMS: { description: 'Tunnel between cluster and VM over SSH', default: 'false', form: SWITCH },
    SECURE_COMMS_INBOUNDS: { description: "Inbound tunnels of the node's side" },
    SECURE_COMMS_KBS_ADDR: {
      description: 'Address of the Trustee that hands out keys',
      default: 'kbs-service.trustee-operator-system:8080',
    },
    SECURE_COMMS_NO_TRUSTEE: {
      description: "Hand the tunnel's keys over with the user data instead of by Trustee",
      default: 'false',
      form: SWITCH,
    },
    SECURE_COMMS_OUTBOUNDS: { description: "Outbound tunnels of the node's side" },
    SECURE_COMMS_PP_INBOUNDS: { description: "Inbound tunnels of the pod's side" },
    SECURE_COMMS_PP_OUTBOUNDS: { description: "Outbound tunnels of the pod's side" },
  },
  shared: base,
  secrets: {
    GOVC_PASSWORD: { description: 'Password of the vCenter account', required: true },
    GOVC_THUMBPRINT: {
      description: "SHA-1 of vCenter's certificate; with it the certificate is checked",
      identifier: true,
    },
    GOVC_USERNAME: { description: 'Name of the vCenter account', required: true, identifier: true },
  },
  logins: [['GOVC_USERNAME', 'GOVC_PASSWORD']],
  caution: 'the images built after 2026-01-05 do not know it: set image.tag to an older build',
  controller: false,
};

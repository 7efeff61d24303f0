// Settings that all or most providers have.

import type { Settings } from './catalog';
import { CIDRS, CIPHER_SUITES, DURATION, PORT, SWITCH, TLS_VERSION, WHOLE } from './forms';

/** Paths of the `secrets.tlsCerts` files in the pod, by variable. */
export const CERTIFICATE_FILES = {
  CACERT_FILE: 'ca.crt',
  CERT_FILE: 'client.crt',
  CERT_KEY: 'client.key',
} as const;

export const base: Settings = {
  CACERT_FILE: { description: 'Path of the CA bundle in the pod; set automatically with secrets.tlsCerts' },
  CERT_FILE: { description: 'Path of the client certificate in the pod; set automatically with secrets.tlsCerts' },
  CERT_KEY: { description: 'Path of the private key of CERT_FILE in the pod; set automatically with secrets.tlsCerts' },
  CLOUD_CONFIG_VERIFY: {
    description: 'Verify the settings against the cloud on startup; recommended in production',
    default: 'false',
    form: SWITCH,
  },
  ENABLE_SCRATCH_SPACE: { description: 'Use an encrypted scratch disk in pod VMs', default: 'false', form: SWITCH },
  FORWARDER_PORT: { description: 'Port of the forwarder in the pod VM', default: '15150', form: PORT },
  INITDATA: { description: 'Initdata document for pods without their own' },
  PAUSE_IMAGE: { description: 'Pause image; defaults to the built-in one' },
  PEERPODS_LIMIT_PER_NODE: {
    description: 'Number of pod VMs per node; overrides `limit`; a negative number turns advertising and counting off',
    default: '10',
    form: WHOLE,
  },
  PODS_DIR: { description: 'Working directory for pods', default: '/run/peerpod/pods' },
  PROXY_TIMEOUT: { description: 'Timeout for the agent proxy', default: '5m', form: DURATION },
  REMOTE_HYPERVISOR_ENDPOINT: {
    description: 'Socket between the runtime and the adaptor',
    default: '/run/peerpod/hypervisor.sock',
  },
  TLS_SKIP_VERIFY: { description: 'Skip certificate verification; for tests only', default: 'false', form: SWITCH },
  TUNNEL_TYPE: { description: 'Tunnel type of the pod network', default: 'vxlan' },
  VXLAN_PORT: { description: 'UDP port of VXLAN', default: '4789', form: PORT },
};

export const network: Settings = {
  EXTERNAL_NETWORK_VIA_PODVM: {
    description: 'Send traffic to external networks directly from the pod VM',
    default: 'false',
    experimental: true,
    form: SWITCH,
  },
  POD_SUBNET_CIDRS: {
    description: 'Networks to treat as pod network',
    experimental: true,
    form: CIDRS,
  },
};

export const tlsProfile: Settings = {
  TLS_CIPHER_SUITES: { description: 'As tlsProfile.cipherSuites', form: CIPHER_SUITES },
  TLS_MIN_VERSION: { description: 'As tlsProfile.minVersion', form: TLS_VERSION },
};

/** What all current providers have in common. */
export const shared: Settings = { ...base, ...network, ...tlsProfile };

/** Variables that the adaptor reads, but that are not in its list of settings. */
export const ALSO_READ = [
  'PROBE_PORT',
  'RUNTIMECLASS_NAME',
  'CLOUD_PROVIDER',
  'ENABLE_CLOUD_PROVIDER_EXTERNAL_PLUGIN',
  'CLOUD_PROVIDER_EXTERNAL_PLUGIN_PATH',
  'CLOUD_PROVIDER_EXTERNAL_PLUGIN_HASH',
] as const;

/** Whether pod VMs are confidential; `value` is the provider's own default. */
export const disableCvm = (value: 'true' | 'false'): Settings => ({
  DISABLECVM: { description: 'true starts regular VMs instead of confidential ones', default: value, form: SWITCH },
});

export const usePublicIp: Settings = {
  USE_PUBLIC_IP: { description: 'Connect to pod VMs at a public IP address', default: 'false', form: SWITCH },
};

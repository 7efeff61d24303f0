// The ConfigMap with the settings of the adaptor.

import type { Construct } from 'constructs';
import type { Release } from '../../lib/k8s/release';
import { configMap } from '../../lib/k8s/secret/config';
import { providerNamed } from './providers';
import { byom } from './providers/byom';
import type { Setting } from './providers/catalog';
import { CERTIFICATE_FILES } from './providers/shared';
import type { Values } from './values';

/** The name that is built into the image of peerpod-ctrl. */
const SETTINGS = 'peer-pods-cm';

/** The adaptor's path for its certificates. */
export const CERTIFICATE_FOLDER = '/etc/certificates';

/** Creates the ConfigMap; returns its name. */
export function settings(scope: Construct, release: Release, values: Values): string {
  const data = variablesOf(values);
  configMap(scope, 'settings', release, { name: SETTINGS, labels: release.labels('settings'), data });
  recordMachineImages(release, values, data);
  return SETTINGS;
}

function recordMachineImages({ machineImages, namespace }: Release, { provider }: Values, data: Variables): void {
  const { title, own } = providerNamed(provider);
  for (const [name, setting] of Object.entries<Setting>(own)) {
    const image = data[name] || setting.default;
    if (!setting.machineImage || !image) continue;
    machineImages.push({ name: image, source: title, by: `ConfigMap ${namespace}/${SETTINGS}, entry ${name}` });
  }
}

type Variables = Readonly<Record<string, string>>;

/**
 * The user's variables override those derived from other values; the rules prevent contradictions. The adaptor treats an
 * empty one as unset, so it overrides nothing. The adaptor reads them after its Secret, so a default would override
 * the Secret.
 */
export function variablesOf(values: Values): Variables {
  const { provider, providerSecrets, tlsProfile, limit, webhook } = values;
  const { cloudProvider, own, tokenVariables } = providerNamed(provider);
  const always = Object.entries(own).flatMap(([name, setting]) =>
    setting.always && setting.default && !providerSecrets[provider][name] ? [[name, setting.default] as const] : [],
  );
  const derived: Variables = {
    CLOUD_PROVIDER: cloudProvider,
    ...Object.fromEntries(always),
    PEERPODS_LIMIT_PER_NODE: String(limit === 0 ? UNLIMITED : limit),
    RUNTIMECLASS_NAME: webhook.webhook.targetRuntimeClass,
    ...(hasCertificates(values) ? certificateVariables() : {}),
    ...(wantsToken(values) ? tokenVariables : {}),
    ...(tlsProfile.minVersion ? { TLS_MIN_VERSION: tlsProfile.minVersion } : {}),
    ...(tlsProfile.cipherSuites ? { TLS_CIPHER_SUITES: tlsProfile.cipherSuites } : {}),
  };
  const given = Object.entries(givenVariables(values));
  return { ...derived, ...Object.fromEntries(given.filter(([name, value]) => value || !Object.hasOwn(derived, name))) };
}

/** The adaptor's value for no limit; 0 would mean none at all. */
const UNLIMITED = -1;

/** Whether adaptor and pod VMs use the user's certificates. */
export const hasCertificates = ({ secrets: { mode, existingTlsSecretName, tlsCerts } }: Values): boolean =>
  mode === 'reference' ? existingTlsSecretName !== '' : Object.values(tlsCerts).some((content) => content !== '');

/** Each variable for a certificate, with its path. */
export const certificateVariables = (): Record<keyof typeof CERTIFICATE_FILES, string> => ({
  CACERT_FILE: `${CERTIFICATE_FOLDER}/${CERTIFICATE_FILES.CACERT_FILE}`,
  CERT_FILE: `${CERTIFICATE_FOLDER}/${CERTIFICATE_FILES.CERT_FILE}`,
  CERT_KEY: `${CERTIFICATE_FOLDER}/${CERTIFICATE_FILES.CERT_KEY}`,
});

/** The user's variables for the selected provider. */
export const givenVariables = ({ provider, providerConfigs }: Values): Variables => providerConfigs[provider];

/** RRSA is optional; IBM Cloud's token is always mounted, because a Secret may set a trusted profile. */
export const wantsToken = ({ provider, alibabacloud }: Values): boolean =>
  provider !== 'alibabacloud' || alibabacloud.rrsa.enable;

/** Port of the adaptor's probe. */
export const probePort = (values: Values): number => Number(givenVariables(values).PROBE_PORT || PROBE_PORT);

const PROBE_PORT = 8000;

/** The ConfigMap with the state of the VM pool, and its namespace; empty for the release's. */
export function poolOf(values: Values): { readonly name: string; readonly namespace: string } {
  const { POOL_CONFIGMAP_NAME: name, POOL_NAMESPACE: namespace = '' } = givenVariables(values);
  return { name: name || byom.own.POOL_CONFIGMAP_NAME.default, namespace };
}

// The ConfigMap with the settings of the adaptor.

import type { Construct } from 'constructs';
import type { Release } from '../../lib/k8s/release';
import { configMap } from '../../lib/k8s/secret/config';
import { providerNamed } from './providers';
import { byom } from './providers/byom';
import { CERTIFICATE_FILES } from './providers/shared';
import type { Values } from './values';

/** The name that the image of peerpod-ctrl knows by heart. */
const SETTINGS = 'peer-pods-cm';

/** Where the adaptor finds its certificates. */
export const CERTIFICATE_FOLDER = '/etc/certificates';

/** Creates the ConfigMap; returns its name. */
export function settings(scope: Construct, release: Release, values: Values): string {
  configMap(scope, 'settings', release, {
    name: SETTINGS,
    labels: release.labels('settings'),
    data: variablesOf(values),
  });
  return SETTINGS;
}

type Variables = Readonly<Record<string, string>>;

/**
 * The user's variables over those that follow from other values; the rules see to it that these do not clash. An empty
 * one is unset for the adaptor, and so takes nothing away. The adaptor reads them after its Secret, so a default would
 * beat what stands there.
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

/** What the adaptor takes for no limit; 0 would be none at all. */
const UNLIMITED = -1;

/** Whether adaptor and pod VMs get certificates of the user's own. */
export const hasCertificates = ({ secrets: { mode, existingTlsSecretName, tlsCerts } }: Values): boolean =>
  mode === 'reference' ? existingTlsSecretName !== '' : Object.values(tlsCerts).some((content) => content !== '');

/** Each variable that names a certificate, with its path. */
export const certificateVariables = (): Record<keyof typeof CERTIFICATE_FILES, string> => ({
  CACERT_FILE: `${CERTIFICATE_FOLDER}/${CERTIFICATE_FILES.CACERT_FILE}`,
  CERT_FILE: `${CERTIFICATE_FOLDER}/${CERTIFICATE_FILES.CERT_FILE}`,
  CERT_KEY: `${CERTIFICATE_FOLDER}/${CERTIFICATE_FILES.CERT_KEY}`,
});

/** The variables that the user gives for the chosen provider. */
export const givenVariables = ({ provider, providerConfigs }: Values): Variables => providerConfigs[provider];

/** RRSA is a choice; the token of IBM Cloud is always there, because a Secret may name a trusted profile. */
export const wantsToken = ({ provider, alibabacloud }: Values): boolean =>
  provider !== 'alibabacloud' || alibabacloud.rrsa.enable;

/** Port on which the adaptor answers its probe. */
export const probePort = (values: Values): number => Number(givenVariables(values).PROBE_PORT || PROBE_PORT);

const PROBE_PORT = 8000;

/** The ConfigMap with the state of the machines of one's own, and its namespace; empty for that of the release. */
export function poolOf(values: Values): { readonly name: string; readonly namespace: string } {
  const { POOL_CONFIGMAP_NAME: name, POOL_NAMESPACE: namespace = '' } = givenVariables(values);
  return { name: name || byom.own.POOL_CONFIGMAP_NAME.default, namespace };
}

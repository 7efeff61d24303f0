// The Helm chart of peer pods, whose installed releases can be taken over.

import type { Adoption, InstalledRelease } from '../../lib/render/lifecycle/adoption';
import { secretData } from '../../lib/review/adopt/running/installed';
import { assign } from '../../lib/values/file/merge';
import type { Tree } from '../../lib/values/layer';
import { type Path, valueAt } from '../../lib/values/path';
import { isMap } from '../../lib/values/scalar';
import { about } from './about';

/** In the ConfigMap, but set by separate values. */
const OTHER_SETTINGS = ['CLOUD_PROVIDER', 'TLS_MIN_VERSION', 'TLS_CIPHER_SUITES'];

const CERTIFICATES = { 'ca.crt': 'caCert', 'client.crt': 'clientCert', 'client.key': 'clientKey' } as const;

export const adoption: Adoption = {
  remarks: {
    fullnameOverride: 'Cluster-wide objects keep the names that they have.',
    provider: 'The Helm chart calls ibmcloudpowervs ibmcloud-powervs.',
  },
  read(installed) {
    const settings = settingsOf(installed);
    const provider = String(settings.CLOUD_PROVIDER ?? valueAt(installed.values, ['provider']) ?? '').replace('-', '');
    const secrets = secretData(installed.objects);
    const shown: (readonly [Path, unknown])[] = [
      ...(installed.fullname === about.name ? [] : [[['fullnameOverride'], about.name] as const]),
      ...(provider === '' ? [] : [[['provider'], provider] as const]),
      ...Object.entries(settings)
        .filter(([key]) => !OTHER_SETTINGS.includes(key))
        .map(([key, value]) => [['providerConfigs', provider, key], value] as const),
      ...[...(secrets.get('peer-pods-secret') ?? [])].map(
        ([key, text]) => [['providerSecrets', provider, key], text] as const,
      ),
      ...[...(secrets.get('ssh-key-secret') ?? [])].map(
        ([key, text]) => [['providerSecrets', provider, key.replace('.', '_')], text] as const,
      ),
      ...Object.entries(CERTIFICATES).flatMap(([key, value]) => {
        const text = secrets.get('certs-for-tls')?.get(key);
        return text === undefined ? [] : [[['secrets', 'tlsCerts', value], text] as const];
      }),
    ];
    return shown.reduce<Tree>((tree, [path, value]) => assign(tree, path, value) as Tree, {});
  },
  decisions({ values }) {
    return [
      'Run no peer pods while you apply: an adaptor that restarts does not take over the peer pods on its node.',
      ...(valueAt(values, ['webhook', 'namespaceOverride']) === ''
        ? [
            'Both managers are in one namespace and share a selector, which cannot be changed: delete both Deployments right before you apply.',
          ]
        : []),
      'RuntimeClasses that kata-deploy created for shims that peer pods do not need stay: `kubectl get runtimeclasses`.',
    ];
  },
};

function settingsOf({ objects }: InstalledRelease): Readonly<Record<string, unknown>> {
  const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'peer-pods-cm');
  return isMap(map?.data) ? map.data : {};
}

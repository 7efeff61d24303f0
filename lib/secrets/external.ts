// Secrets that the External Secrets Operator creates from a store.

import {
  ExternalSecret,
  type ExternalSecretSpec,
  ExternalSecretSpecDataRemoteRefConversionStrategy,
  ExternalSecretSpecDataRemoteRefDecodingStrategy,
  ExternalSecretSpecDataRemoteRefMetadataPolicy,
  ExternalSecretSpecTargetCreationPolicy,
  type ExternalSecretSpecTargetDeletionPolicy,
} from '../../imports/external-secrets.io';
import type { Manifest, ObjectMeta } from '../k8s/object/manifest';
import { rendered } from './data-from';
import type { Settings } from './settings';

/** Where Secrets are in stores. */
export type RemoteSettings = Pick<Settings, 'store' | 'remote' | 'refreshInterval' | 'each'> &
  Partial<Pick<Settings, 'refreshPolicy' | 'deletionPolicy'>>;

export interface Wanted {
  readonly metadata: ObjectMeta;
  readonly type?: string;
  readonly keys: readonly string[];
}

/** With the defaults that the API server adds to the items. Without them, Argo CD would always see a difference. */
const DEFAULTS = {
  conversionStrategy: ExternalSecretSpecDataRemoteRefConversionStrategy.DEFAULT,
  decodingStrategy: ExternalSecretSpecDataRemoteRefDecodingStrategy.NONE,
  metadataPolicy: ExternalSecretSpecDataRemoteRefMetadataPolicy.NONE,
} as const;

export function externalSecret({ metadata, type = 'Opaque', keys }: Wanted, settings: RemoteSettings): Manifest {
  const { name, labels, annotations } = metadata;
  const own = Object.hasOwn(settings.each, name) ? settings.each[name] : undefined;
  const { store, key, properties = {}, refreshInterval, dataFrom = [] } = own ?? {};
  const refreshPolicy = own?.refreshPolicy ?? settings.refreshPolicy;
  const deletionPolicy = own?.deletionPolicy ?? settings.deletionPolicy;
  const single = dataFrom.length === 0 ? keys : keys.filter((field) => Object.hasOwn(properties, field));
  const entry = key || `${settings.remote.prefix ?? `${metadata.namespace}/`}${name}`;
  // An entry for a whole Secret has a property for each key.
  const perKey = settings.remote.entries === 'key' && !key;
  const remoteRef = (field: string) => {
    const property = (Object.hasOwn(properties, field) && properties[field]) || field;
    return { ...DEFAULTS, ...(perKey ? { key: `${entry}/${property}` } : { key: entry, property }) };
  };
  return ExternalSecret.manifest({
    metadata: { ...metadata },
    spec: {
      refreshInterval: refreshInterval || settings.refreshInterval,
      ...(refreshPolicy ? { refreshPolicy: refreshPolicy as ExternalSecretSpec['refreshPolicy'] } : {}),
      secretStoreRef: store?.name ? store : settings.store,
      target: {
        name,
        creationPolicy: ExternalSecretSpecTargetCreationPolicy.OWNER,
        ...(deletionPolicy ? { deletionPolicy: deletionPolicy as ExternalSecretSpecTargetDeletionPolicy } : {}),
        // With a template, the operator copies nothing else.
        template: { type, metadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } },
      },
      ...(single.length > 0
        ? { data: single.map((field) => ({ secretKey: field, remoteRef: remoteRef(field) })) }
        : {}),
      ...(dataFrom.length > 0 ? { dataFrom: rendered(dataFrom) as ExternalSecretSpec['dataFrom'] } : {}),
    },
  }) as Manifest;
}

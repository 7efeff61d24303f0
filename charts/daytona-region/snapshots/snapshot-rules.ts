// Rules between the values of the snapshot manager.

import { type IngressValues, ingressRules } from '../../../lib/k8s/network/ingress';
import { isMade, tlsRules } from '../../../lib/k8s/tls/tls';
import { noLiteralCredential, noneDerived, volumeRules } from '../../../lib/k8s/workload/extras';
import type { Rule } from '../../../lib/values/validate';
import { attempt, parseOrigin, parseProxyUrl, problemOf } from '../origin';
import { proxyTlsSecret } from '../proxy';
import { isPublished, snapshotUrl } from '../region';
import type { Values } from '../values';
import { disableRedirect, forcePathStyle, isAws, usesBucket } from './s3-store';
import { flavorName } from './snapshot-flavors';
import { SNAPSHOT_VOLUMES, snapshotTlsSecret } from './snapshot-manager';
import { loginSource } from './snapshot-secrets';

const REGISTRY_LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'];

/** The rules below apply only if the snapshot manager is enabled. */
const whenEnabled =
  (rule: Rule<Values>): Rule<Values> =>
  (values, report) => {
    if (values.services.snapshotManager.enabled) rule(values, report);
  };

/** The rules below apply only to a bucket. */
const withBucket =
  (rule: Rule<Values>): Rule<Values> =>
  (values, report) => {
    if (usesBucket(values.services.snapshotManager)) rule(values, report);
  };

const volumeStorageRules: readonly Rule<Values>[] = [
  ({ services: { snapshotManager } }, report) => {
    const { storage, replicaCount } = snapshotManager;
    const { enabled, accessModes } = storage.filesystem.persistence;
    if (storage.driver === 'filesystem' && replicaCount > 1 && !(enabled && accessModes.includes('ReadWriteMany'))) {
      report.error(
        (v) => v.services.snapshotManager.replicaCount,
        'must be 1 with storage.driver filesystem, unless its volume has the access mode ReadWriteMany',
      );
    }
  },
  ({ services: { snapshotManager } }, report) => {
    const { driver, filesystem } = snapshotManager.storage;
    if (driver === 'filesystem' && !filesystem.persistence.enabled) {
      report.warning(
        (v) => v.services.snapshotManager.storage.filesystem.persistence.enabled,
        'is false: snapshots are lost when the pod stops',
      );
    }
  },
];

const storageRules: readonly Rule<Values>[] = [
  ({ services: { snapshotManager } }, report) => {
    for (const key of ['region', 'bucket'] as const) {
      if (snapshotManager.storage.s3[key] === '') {
        report.error((v) => v.services.snapshotManager.storage.s3[key], 'is required for the snapshot manager');
      }
    }
  },
  ({ services: { snapshotManager } }, report) => {
    const { accessKey, secretKey } = snapshotManager.storage.s3;
    if ((accessKey === '') === (secretKey === '')) return;
    const [missing, given] =
      accessKey === '' ? (['accessKey', 'secretKey'] as const) : (['secretKey', 'accessKey'] as const);
    report.error(
      (v) => v.services.snapshotManager.storage.s3[missing],
      `is required with ${given} (or set neither, to use a cloud role)`,
    );
  },
  ({ services: { snapshotManager } }, report) => {
    const { accessKey, secretKey, existingSecret } = snapshotManager.storage.s3;
    if (existingSecret !== '' && (accessKey !== '' || secretKey !== '')) {
      report.error(
        (v) => v.services.snapshotManager.storage.s3.existingSecret,
        'conflicts with accessKey and secretKey: set one or the other',
      );
    }
  },
  ({ services: { snapshotManager } }, report) => {
    const { storage, image } = snapshotManager;
    const hasKeys = storage.s3.accessKey !== '' || storage.s3.existingSecret !== '';
    if (flavorName(snapshotManager) === 'registry' && !hasKeys && /^v?2(\.|$)/.test(image.tag)) {
      report.warning(
        (v) => v.services.snapshotManager.image.tag,
        `${image.tag} cannot use the pod's cloud role (IRSA) and uses the node's instead; version 3 can`,
      );
    }
  },
];

/** Daytona's image has no variables for these. */
const flavorRules: readonly Rule<Values>[] = [
  ({ services: { snapshotManager } }, report) => {
    if (flavorName(snapshotManager) !== 'daytona' || !forcePathStyle(snapshotManager)) return;
    report.error(
      (v) => v.services.snapshotManager.storage.s3.forcePathStyle,
      'flavor daytona has no setting for it, and expects the bucket at bucket.endpoint: set it to false if the store supports that, or use flavor registry',
    );
  },
  ({ services: { snapshotManager } }, report) => {
    if (flavorName(snapshotManager) !== 'daytona' || !disableRedirect(snapshotManager)) return;
    report.error(
      (v) => v.services.snapshotManager.storage.redirect.disable,
      'flavor daytona has no setting for it, and redirects clients to the store: set it to false if they can reach the store, or use flavor registry',
    );
  },
  ({ services: { snapshotManager } }, report) => {
    if (snapshotManager.storage.s3.encrypt !== true || isAws(snapshotManager)) return;
    report.warning(
      (v) => v.services.snapshotManager.storage.s3.encrypt,
      'needs a key service in the store: without one, every upload fails',
    );
  },
];

const accessRules: readonly Rule<Values>[] = [
  (values, report) => {
    const { snapshotManager } = values.services;
    if (isPublished(values, snapshotManager) && snapshotManager.ingress.hostname === '') {
      report.error(
        (v) => v.services.snapshotManager.ingress.hostname,
        `is required for the ${snapshotManager.ingress.enabled ? 'Ingress' : 'HTTPRoute'} of the snapshot manager`,
      );
    }
  },
  (values, report) => {
    const { snapshotManager } = values.services;
    const { hostname } = snapshotManager.ingress;
    if (!isPublished(values, snapshotManager) || hostname === '') return;
    const url = `https://${hostname}`;
    const problem = attempt(parseOrigin, url)?.isAddress ? 'must not be an IPv4 address' : problemOf(parseOrigin, url);
    if (problem) report.error((v) => v.services.snapshotManager.ingress.hostname, problem);
  },
  (values, report) => {
    const { proxy, snapshotManager } = values.services;
    const { hostname, path } = snapshotManager.ingress;
    const isSame = hostname === attempt(parseProxyUrl, values.proxyUrl)?.host && path === proxy.ingress.path;
    if (isPublished(values, proxy) && isPublished(values, snapshotManager) && isSame) {
      report.error(
        (v) => v.services.snapshotManager.ingress.hostname,
        'is also the host of the proxy: two Ingresses would claim the same path',
      );
    }
  },
  (values, report) => {
    if (snapshotUrl(values) === undefined) {
      report.warning(
        (v) => v.snapshotManagerUrl,
        'is not set, and there is no Ingress or HTTPRoute to derive it from: the region is registered without a snapshot manager',
      );
    }
  },
  (values, report) => {
    if (loginSource(values) === 'none') {
      report.warning(
        (v) => v.services.snapshotManager.auth,
        'disables the login: anyone who can reach the snapshot manager can read and replace snapshots',
      );
    }
  },
  (values, report) => {
    const { replicaCount, http } = values.services.snapshotManager;
    if (replicaCount > 1 && http.secret === '' && http.existingSecret === '' && loginSource(values) === 'none') {
      report.error(
        (v) => v.services.snapshotManager.http.secret,
        'is required for more than one pod (at least 16 random characters, for example from `openssl rand -hex 32`; or set http.existingSecret)',
      );
    }
  },
  ({ services: { snapshotManager } }, report) => {
    const { secret, existingSecret } = snapshotManager.http;
    if (secret !== '' && existingSecret !== '') {
      report.error(
        (v) => v.services.snapshotManager.http.secret,
        'conflicts with http.existingSecret: set only one of them',
      );
    }
  },
  ({ services: { snapshotManager } }, report) => {
    const { secretName, selfSigned } = snapshotManager.http.tls;
    if (secretName !== '' && selfSigned) {
      report.warning(
        (v) => v.services.snapshotManager.http.tls.selfSigned,
        'has no effect: http.tls.secretName is set',
      );
    }
  },
  (values, report) => {
    const { secretName, selfSigned, hostname } = values.services.snapshotManager.http.tls;
    const url = hostname === '' ? snapshotUrl(values) : `https://${hostname}`;
    if (selfSigned && secretName === '' && url !== undefined && attempt(parseOrigin, url)?.isAddress) {
      report.error(
        (v) => v.services.snapshotManager.http.tls.hostname,
        'must be a host name: the certificate would not be valid for an IPv4 address',
      );
    }
  },
  (values, report) => {
    const { proxy, snapshotManager } = values.services;
    const secretName = snapshotTlsSecret(snapshotManager.ingress);
    const ofProxy = proxyTlsSecret(values, attempt(parseProxyUrl, values.proxyUrl)?.host ?? '');
    const isMadeFor = (ingress: IngressValues) => isMade(ingress, secretName, values.certManager);
    if (secretName === ofProxy && isMadeFor(proxy.ingress) && isMadeFor(snapshotManager.ingress)) {
      report.error(
        (v) => v.services.snapshotManager.ingress.tlsSecretName,
        `must differ from the Secret of the proxy's Ingress (${secretName}): each has its own certificate`,
      );
    }
  },
  ({ services: { snapshotManager } }, report) => {
    const { logLevel } = snapshotManager;
    if (flavorName(snapshotManager) === 'registry' && !REGISTRY_LEVELS.includes(logLevel)) {
      report.error(
        (v) => v.services.snapshotManager.logLevel,
        `${logLevel} is not supported by the registry (expected one of ${REGISTRY_LEVELS.join(', ')})`,
      );
    }
  },
];

export const snapshotRules: readonly Rule<Values>[] = [
  ...volumeStorageRules,
  ...[...storageRules, ...flavorRules].map(withBucket),
  ...accessRules,
  ...ingressRules((v: Values) => v.services.snapshotManager.ingress),
  ...tlsRules(
    (v: Values) => v.services.snapshotManager.ingress,
    (v) => snapshotTlsSecret(v.services.snapshotManager.ingress),
  ),
  noneDerived((v: Values) => v.services.snapshotManager.extraEnv, {
    REGISTRY_HTTP_ADDR: 'services.snapshotManager.http.port',
    SNAPSHOT_MANAGER_ADDR: 'services.snapshotManager.http.port',
  }),
  noLiteralCredential((v: Values) => v.services.snapshotManager.extraEnv, {
    REGISTRY_HTTP_SECRET: 'services.snapshotManager.http.secret',
    REGISTRY_STORAGE_S3_ACCESSKEY: 'services.snapshotManager.storage.s3.accessKey',
    REGISTRY_STORAGE_S3_SECRETKEY: 'services.snapshotManager.storage.s3.secretKey',
    SNAPSHOT_MANAGER_HTTP_SECRET: 'services.snapshotManager.http.secret',
    SNAPSHOT_MANAGER_STORAGE_S3_ACCESSKEY: 'services.snapshotManager.storage.s3.accessKey',
    SNAPSHOT_MANAGER_STORAGE_S3_SECRETKEY: 'services.snapshotManager.storage.s3.secretKey',
  }),
  ...volumeRules((v: Values) => v.services.snapshotManager, SNAPSHOT_VOLUMES),
].map(whenEnabled);

// Credentials of the snapshot manager: where each comes from.

import type { Construct } from 'constructs';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import { existingSecret, secret } from '../../../lib/k8s/secret/config';
import { COMPONENTS, CREDENTIAL_KEYS, hasCredentials, objectName, type Region, snapshotUrl } from '../region';
import type { Values } from '../values';
import { usesBucket } from './s3-store';
import type { SnapshotSettings } from './snapshot-flavors';

const S3_KEYS = ['accessKey', 'secretKey'] as const;
const HTTP_SECRET_KEY = 'http-secret';

const labelsOf = ({ release }: Region) => release.labels(COMPONENTS.snapshotManager);

/** Static S3 keys; without them, the pod's cloud role is used. */
export function s3Keys(scope: Construct, region: Region): SnapshotSettings['s3Keys'] {
  const { snapshotManager } = region.values.services;
  const { existingSecret: existing, accessKey, secretKey } = snapshotManager.storage.s3;
  if (!usesBucket(snapshotManager) || (!existing && !accessKey)) return undefined;
  const handle = existing
    ? existingSecret(region.release, existing, S3_KEYS)
    : secret(scope, 's3', region.release, {
        name: objectName(region.release, 'snapshot-manager-s3'),
        labels: labelsOf(region),
        data: { accessKey, secretKey },
      });
  return { accessKey: handle.key('accessKey'), secretKey: handle.key('secretKey') };
}

/** Where the login comes from. Daytona issues one only if it knows the URL of the region's snapshot manager. */
export function loginSource(values: Values): 'none' | 'existing' | 'registration' {
  const { enabled, existingSecret: existing } = values.services.snapshotManager.auth;
  if (!enabled) return 'none';
  if (existing) return 'existing';
  return hasCredentials(values) && snapshotUrl(values) !== undefined ? 'registration' : 'none';
}

export function login({ release, values, credentials }: Region): SnapshotSettings['login'] {
  const { existingSecret: existing, secretKeys } = values.services.snapshotManager.auth;
  switch (loginSource(values)) {
    case 'none':
      return undefined;
    case 'existing': {
      const handle = existingSecret(release, existing, [secretKeys.username, secretKeys.password]);
      return { username: handle.key(secretKeys.username), password: handle.key(secretKeys.password) };
    }
    case 'registration':
      return {
        username: credentials.key(CREDENTIAL_KEYS.snapshotUsername),
        password: credentials.key(CREDENTIAL_KEYS.snapshotPassword),
      };
  }
}

/** The secret that signs uploads, which all pods must share. A single pod generates one. */
export function httpSecret(
  scope: Construct,
  region: Region,
  password: IEnvVarSource | undefined,
): IEnvVarSource | undefined {
  const { http, replicaCount } = region.values.services.snapshotManager;
  if (http.existingSecret) {
    return existingSecret(region.release, http.existingSecret, [HTTP_SECRET_KEY]).key(HTTP_SECRET_KEY);
  }
  if (http.secret) {
    const handle = secret(scope, 'http-secret', region.release, {
      name: objectName(region.release, 'snapshot-manager-http'),
      labels: labelsOf(region),
      data: { [HTTP_SECRET_KEY]: http.secret },
    });
    return handle.key(HTTP_SECRET_KEY);
  }
  return replicaCount > 1 ? password : undefined;
}

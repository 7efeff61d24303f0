// Keys of Harbor's chart that the built-in Harbor does not have, and what to write instead.

import { because } from '../../../../lib/values/foreign/helm-keys';

const PATCHES = 'not a value here: set the field of the rendered object with patches';

export const droppedOfHarbor = {
  ...because(PATCHES, ['ipFamily', 'proxy', 'trace', 'cache']),
  internalTLS: 'components talk without TLS, behind network policies: remove this key',
  caSecretName: 'write the CA that all components trust as harbor.caBundleSecretName',
  enableMigrateHelmHook: 'core migrates its database when it starts: remove this key',
};

export const droppedOfServers = because(PATCHES, [
  ...['configureUserSettings', 'quotaUpdateProvider', 'artifactPullAsyncFlushDuration', 'gdpr', 'jobLoggers'],
  ...['loggerSweeperDuration', 'notification', 'reaper', 'relativeurls', 'middleware', 'upload_purging', 'debugMode'],
]);

export const droppedOfExpose = {
  route: 'Gateway API is not rendered: set expose.type to none, and add an HTTPRoute as the top-level extraObjects',
};

export const droppedOfIngress = { controller: 'write what the controller needs as expose.ingress.annotations' };

export const droppedOfTls = { auto: 'set certSource to auto: the certificate is for the host of externalURL' };

export const droppedOfStorage = because('not supported: use s3, azure, gcs or filesystem', ['swift', 'oss']);

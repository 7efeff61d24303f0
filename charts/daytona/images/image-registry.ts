// The registry for sandbox images: the built-in Harbor, or those in the values.

import type { Construct } from 'constructs';
import type { Publishing } from '../../../lib/k8s/gateway/publish';
import { isRouted, usesOwnGateway } from '../../../lib/k8s/gateway/values';
import type { Release } from '../../../lib/k8s/release';
import { existingSecret } from '../../../lib/k8s/secret/config';
import { type CertificateSource, hasIssuer, madeCertificate, TLS_KEYS } from '../../../lib/k8s/tls/tls';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { isBelow, publicAddresses, tlsSecrets } from '../connections/addresses';
import { sourceOf } from '../connections/built-in';
import type { Database, Redis, Registries } from '../connections/connections';
import { externalRegistries, projects } from '../connections/external';
import type { Credentials } from '../credentials/credentials';
import { type HarborContext, harbor, publicAddress, type RegistryCertificate } from '../harbor';
import { imageStorage } from '../harbor/backing/storage';
import { endpointOf } from '../minio';
import type { Values } from '../values';

const CERTIFICATE_DAYS = 365;

export interface RegistrySources {
  readonly credentials: Credentials;
  readonly database: Database;
  readonly redis: Redis;
  readonly publishing: Publishing;
}

export function registriesOf(scope: Construct, release: Release, values: Values, sources: RegistrySources): Registries {
  if (!values.harbor.enabled) return externalRegistries(values, sources.credentials);
  const { url, user, password } = harbor(
    scope,
    release,
    atOwnStore(release, values),
    contextOf(scope, release, values, sources),
  );
  const common = { url, user, password: sourceOf(password) };
  const { transient, internal } = projects(values);
  return { transient: { ...common, project: transient }, internal: { ...common, project: internal } };
}

/** The values of Harbor, with the address of the built-in MinIO if its images are there. */
function atOwnStore(release: Release, { harbor: own, minio }: Values): Values['harbor'] {
  const { type, s3 } = imageStorage(own);
  if (type !== 's3' || !s3.minio) return own;
  const store = { regionendpoint: endpointOf(release, minio), secure: s3.secure ?? minio.tls.enabled };
  return { ...own, imageChartStorage: { ...imageStorage(own), s3: { ...s3, ...store } } };
}

/** Harbor's host if its own values do not set one. */
const defaultHost = ({ baseDomain }: Values): string => `harbor.${baseDomain}`;

function contextOf(
  scope: Construct,
  release: Release,
  values: Values,
  { database, redis, publishing }: RegistrySources,
): HarborContext {
  const shared = sharesCertificate(values);
  return {
    host: defaultHost(values),
    publishing,
    tlsSecretName: shared ? tlsSecrets(values).api : `${hostOf(values)}-tls`,
    certificate: (request) => {
      if (shared && request.secretName === tlsSecrets(values).api) return;
      certificateOf(scope, release, request, { ...publishing.certificates, gateway: request.gateway });
    },
    ...(values.postgresql.enabled ? {} : { database: sharedDatabase(database) }),
    ...(values.redis.enabled ? {} : { redis: sharedRedis(values, redis) }),
  };
}

const hostOf = (values: Values): string => publicAddress(values.harbor, { host: defaultHost(values) }).host;

/** The API's certificate also covers Harbor if its wildcard matches and its Ingress or Gateway requests it. */
function sharesCertificate(values: Values): boolean {
  const { ingress, httpRoute } = values.services.api;
  const { tls } = ingress;
  const enabled = ingress.enabled || (isRouted(values.global, httpRoute) && usesOwnGateway(values.global, httpRoute));
  const host = hostOf(values);
  const { baseDomain } = values;
  const covered = isBelow(host, baseDomain) && host.split('.').length === baseDomain.split('.').length + 1;
  return (enabled && tls && covered) || host === publicAddresses(values).api.host;
}

function certificateOf(
  scope: Construct,
  release: Release,
  { name, labels, secretName, host, annotations, selfSigned }: RegistryCertificate,
  source: CertificateSource,
): void {
  const request = { name: `${name}-tls`, labels, secretName, hosts: [host], validDays: CERTIFICATE_DAYS };
  if (hasIssuer({ annotations })) release.generated('Secret', secretName, TLS_KEYS);
  else if (!madeCertificate(scope, 'registry-tls', release, selfSigned, request, source)) {
    existingSecret(release, secretName, TLS_KEYS);
  }
}

function sharedDatabase({ host, port, user, password, tls }: Database): NonNullable<HarborContext['database']> {
  const sslmode = tls?.enabled ? (tls.verified ? 'verify-full' : 'require') : 'disable';
  return { host, port, user, password, sslmode };
}

function sharedRedis({ externalRedis }: Values, redis: Redis): NonNullable<HarborContext['redis']> {
  const { host, port, tls = false, user = '', password } = redis;
  const known = externalRedis.existingSecret ? undefined : externalRedis.password;
  return {
    host,
    port,
    tls,
    user,
    ...(known ? { password: { text: known } } : isSource(password) ? { password: { source: password } } : {}),
  };
}

const isSource = (value: EnvValue): value is Exclude<EnvValue, string | number | boolean | undefined> =>
  typeof value === 'object';

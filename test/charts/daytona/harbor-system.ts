// The built-in Harbor as a system of its own.

import {
  harbor,
  harborRules,
  harborValues,
  type RegistryCertificate,
  type RegistryConnection,
  type SharedDatabase,
  type SharedRedis,
} from '../../../charts/daytona/harbor';
import { Listeners } from '../../../lib/k8s/gateway/listeners';
import { routedGlobalValues } from '../../../lib/k8s/gateway/values';
import { merge } from '../../../lib/values/file/merge';
import { boolean, object } from '../../../lib/values/schema/schema';
import { type Identity, render } from '../../support/render';
import { platformValues, systemOf } from './system';

export const HTPASSWD = `harbor_registry_user:$2y$10$${'a'.repeat(53)}`;

/** The minimum values. The key is not a real one: nothing here reads it. */
const minimal = {
  harbor: {
    harborAdminPassword: 'Zx81-admin',
    secretKey: 'Zx81-encrypt-key',
    core: {
      secret: 'Zx81-core-secret',
      xsrfKey: 'Zx81-csrf-key-of-32-characters-!',
      tokenKey: '-----BEGIN RSA PRIVATE KEY-----\nZx81\n-----END RSA PRIVATE KEY-----\n',
    },
    jobservice: { secret: 'Zx81-jobs-secret' },
    registry: {
      secret: 'Zx81-http-secret',
      credentials: { password: 'Zx81-registry', htpasswdString: HTPASSWD },
    },
    database: { internal: { password: 'Zx81-database' } },
  },
};

export const given = (change: object) => merge(minimal, { harbor: change });

/** The connection and the certificate requests that the last rendering passed to the platform. */
export const seen: { connection?: RegistryConnection; certificates: RegistryCertificate[] } = { certificates: [] };

export const sharedDatabase: SharedDatabase = {
  host: 'db.acme.io',
  port: 5433,
  user: 'daytona',
  sslmode: 'verify-full',
  password: { secretKeyRef: { name: 'rds', key: 'database-password' } },
};

export const sharedRedis: SharedRedis = {
  host: 'redis.acme.io',
  port: 6380,
  tls: true,
  user: '',
  password: { text: 'Zx81/redis@pw' },
};

/** `shared` is a platform with an external database and Redis. */
export const system = systemOf(
  object({
    harbor: harborValues(),
    shared: boolean({ description: 'Whether the platform shares.', default: false }),
    ...platformValues,
    global: routedGlobalValues,
  }),
  {
    rules: harborRules((v) => v.harbor, { database: (v) => v.shared, redis: (v) => v.shared }),
    build(scope, release, values) {
      seen.certificates = [];
      if (values.shared) release.external('Secret', 'rds', ['database-password']);
      seen.connection = harbor(scope, release, values.harbor, {
        host: 'harbor.acme.io',
        publishing: { routing: values.global, listeners: new Listeners() },
        tlsSecretName: 'acme-tls',
        certificate(request) {
          seen.certificates.push(request);
          release.external('Secret', request.secretName, ['tls.crt', 'tls.key']);
        },
        ...(values.shared ? { database: sharedDatabase, redis: sharedRedis } : {}),
      });
    },
  },
);

export const rendered = (change: object = {}, identity: Identity = {}) => render(system, given(change), identity);

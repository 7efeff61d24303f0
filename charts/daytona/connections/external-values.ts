// Values of services that the user runs elsewhere.

import { dataKey } from '../../../lib/k8s/common';
import { port } from '../../../lib/k8s/network/service';
import { credential } from '../../../lib/values/schema/credential';
import { boolean, object, objectName, optional, text } from '../../../lib/values/schema/schema';

const host = (description: string) =>
  text({ description, default: '', pattern: '^[^\\s/:@]+$|^[0-9a-fA-F:]+$', expected: 'a host name or IP address' });

const secretWith = () =>
  objectName({ description: 'Existing Secret with the password, instead of password.', default: '' });

const passwordKey = (key: string) => dataKey({ description: 'Key of the password in that Secret.', default: key });

export const externalDatabaseValues = object(
  () => ({
    host: host('Host of the database. Required without postgresql.enabled.'),
    port: optional(port({ description: 'Port of the database; defaults to services.api.env.DB_PORT, then 5432.' })),
    name: text({
      description: 'Name of the database; defaults to services.api.env.DB_DATABASE, then daytona.',
      default: '',
    }),
    user: text({
      description: 'User of the database; defaults to services.api.env.DB_USERNAME, then user.',
      default: '',
    }),
    password: credential({ description: 'Password of that user.' }),
    existingSecret: secretWith(),
    existingSecretPasswordKey: passwordKey('database-password'),
    enableTLS: optional(
      boolean({
        description: 'Whether to connect with TLS; defaults to services.api.env.DB_TLS_ENABLED, then true.',
      }),
    ),
    allowSelfSignedCert: boolean({
      description: "Whether to skip verification of the database's certificate. Prefer trustedCertificates.",
      default: false,
    }),
  }),
  { description: 'External PostgreSQL, used without postgresql.enabled.' },
);

export const externalRedisValues = object(
  () => ({
    host: host('Host of Redis. Required without redis.enabled.'),
    port: optional(port({ description: 'Port of Redis; defaults to services.api.env.REDIS_PORT, then 6379.' })),
    tls: optional(
      boolean({ description: 'Whether to connect with TLS; defaults to services.api.env.REDIS_TLS, then false.' }),
    ),
    username: text({ description: 'User, if Redis uses ACLs.', default: '' }),
    password: credential({ description: 'Password; empty if Redis does not require one.' }),
    existingSecret: secretWith(),
    existingSecretPasswordKey: passwordKey('redis-password'),
  }),
  { description: 'External Redis, used without redis.enabled.' },
);

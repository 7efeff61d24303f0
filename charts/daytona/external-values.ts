// Values of services that the user runs elsewhere.

import { port } from '../../lib/k8s/service';
import { credential } from '../../lib/values/credential';
import { boolean, object, objectName, optional, text } from '../../lib/values/schema';

const host = (description: string) =>
  text({ description, default: '', pattern: '^[^\\s/:@]+$|^[0-9a-fA-F:]+$', expected: 'a host name or address' });

const secretWith = (key: string) =>
  objectName({ description: `Secret with the entry ${key}, instead of password.`, default: '' });

export const externalDatabaseValues = object(
  {
    host: host('Host of the database. Required without postgresql.enabled.'),
    port: optional(port({ description: 'Its port; 5432 unless services.api.env.DB_PORT says otherwise.' })),
    name: text({ description: 'Database; daytona unless services.api.env.DB_DATABASE says otherwise.', default: '' }),
    user: text({ description: 'User; user unless services.api.env.DB_USERNAME says otherwise.', default: '' }),
    password: credential({ description: 'Password of that user.' }),
    existingSecret: secretWith('database-password'),
    enableTLS: optional(
      boolean({
        description: 'Whether to connect with TLS; true unless services.api.env.DB_TLS_ENABLED says otherwise.',
      }),
    ),
    allowSelfSignedCert: boolean({
      description: 'Leaves the certificate of the database unverified. Better: trustedCertificates.',
      default: false,
    }),
  },
  { description: 'PostgreSQL outside the release, without postgresql.enabled.' },
);

export const externalRedisValues = object(
  {
    host: host('Host of Redis. Required without redis.enabled.'),
    port: optional(port({ description: 'Its port; 6379 unless services.api.env.REDIS_PORT says otherwise.' })),
    tls: optional(
      boolean({ description: 'Whether to connect with TLS; false unless services.api.env.REDIS_TLS says otherwise.' }),
    ),
    username: text({ description: 'User, where Redis knows several.', default: '' }),
    password: credential({ description: 'Password; empty where Redis asks for none.' }),
    existingSecret: secretWith('redis-password'),
  },
  { description: 'Redis outside the release, without redis.enabled.' },
);

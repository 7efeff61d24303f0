// Values for credentials, SSH keys and certificates of the adaptor.

import { choice, object, objectName, text } from '../../../lib/values/schema/schema';
import { tlsCipherSuites, tlsMinVersion } from '../tls-profile';

const pem = (description: string) =>
  text({
    description,
    default: '',
    pattern: '^\\s*-----BEGIN ',
    expected: 'PEM, starting with -----BEGIN (use --set-file to read it from a file)',
    secret: true,
    multiline: true,
  });

const existing = (description: string) => objectName({ description, default: '' });

export const secretsSchema = object(
  () => ({
    mode: choice(['create', 'reference'], {
      description:
        'create: render Secrets from the values, as plain text in the YAML. reference: use existing Secrets.',
      default: 'create',
    }),
    existingSecretName: existing("Existing Secret with the provider's credentials. Required in mode reference."),
    existingSshKeySecretName: existing(
      'Existing Secret with id_rsa, and id_rsa.pub for byom; used by libvirt and byom in mode reference. Defaults to existingSecretName.',
    ),
    existingTlsSecretName: existing(
      'Existing Secret with ca.crt, client.crt and client.key, in mode reference. If empty, the adaptor creates its own certificates.',
    ),
    tlsCerts: object(
      {
        caCert: pem('CA certificate.'),
        clientCert: pem('Client certificate of the adaptor.'),
        clientKey: pem('Private key of clientCert.'),
      },
      {
        description:
          'Certificates for TLS between the adaptor and pod VMs: all three or none. Without them, the adaptor creates its own.',
      },
    ),
  }),
  { description: 'How the adaptor gets its credentials.' },
);

export const tlsProfileSchema = object(
  {
    minVersion: tlsMinVersion(),
    cipherSuites: tlsCipherSuites(),
  },
  { description: 'TLS between the adaptor and pod VMs.' },
);

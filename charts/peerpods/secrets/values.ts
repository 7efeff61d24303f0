// Values of what the adaptor must prove and be shown: credentials, SSH keys, certificates.

import { choice, object, objectName, text } from '../../../lib/values/schema';
import { tlsCipherSuites, tlsMinVersion } from '../tls-profile';

const pem = (description: string) =>
  text({
    description,
    default: '',
    pattern: '^\\s*-----BEGIN ',
    expected: 'PEM, which starts with -----BEGIN; --set-file reads it from a file',
    secret: true,
  });

const existing = (description: string) => objectName({ description, default: '' });

export const secretsSchema = object(
  {
    mode: choice(['create', 'reference'], {
      description:
        'create: Secrets are rendered from the values, in the open in the YAML. reference: they exist already, and the values only name them.',
      default: 'create',
    }),
    existingSecretName: existing('Secret with the credentials of the provider. Required in mode reference.'),
    existingSshKeySecretName: existing(
      'Secret with id_rsa, and id_rsa.pub for byom: for libvirt and byom in mode reference. Empty takes existingSecretName.',
    ),
    existingTlsSecretName: existing(
      'Secret with ca.crt, client.crt and client.key, in mode reference. Empty leaves certificates to the adaptor.',
    ),
    tlsCerts: object(
      {
        caCert: pem('Certificate of the authority.'),
        clientCert: pem('Certificate of the adaptor.'),
        clientKey: pem('Private key of clientCert.'),
      },
      {
        description: 'Certificates between adaptor and pod VM, all three or none; without them the adaptor makes some.',
      },
    ),
  },
  { description: 'How the adaptor gets its credentials.' },
);

export const tlsProfileSchema = object(
  {
    minVersion: tlsMinVersion(),
    cipherSuites: tlsCipherSuites(),
  },
  { description: 'TLS between adaptor and pod VM.' },
);

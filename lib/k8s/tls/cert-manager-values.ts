// The values for cert-manager, with the field names of its Issuers and Certificates.

import { DNS_SUBDOMAIN } from '../../names/naming';
import {
  boolean,
  choice,
  integer,
  list,
  object,
  objectName,
  optional,
  type Static,
  text,
} from '../../values/schema/schema';
import { vaultValues } from './vault-values';

const span = (description: string) =>
  text({
    description,
    default: '',
    pattern: '^([0-9]+(\\.[0-9]+)?(s|m|h))+$',
    expected: 'a duration such as 2160h',
  });

const names = (description: string) => list(text({ description: 'Name.', minLength: 1 }), { description, default: [] });

/** In cert-manager's spelling. */
const USAGES = [
  ...['signing', 'digital signature', 'content commitment', 'key encipherment', 'key agreement', 'data encipherment'],
  ...['cert sign', 'crl sign', 'encipher only', 'decipher only', 'any', 'server auth', 'client auth', 'code signing'],
  ...['email protection', 's/mime', 'ipsec end system', 'ipsec tunnel', 'ipsec user', 'timestamping', 'ocsp signing'],
  ...['microsoft sgc', 'netscape sgc'],
] as const;

const certificateParts = () => ({
  duration: span("How long certificates are valid; cert-manager's default is 2160h."),
  renewBefore: span("How long before expiry they are renewed; cert-manager's default is a third of duration."),
  subject: object(
    {
      organizations: names('Organizations.'),
      organizationalUnits: names('Organizational units.'),
      countries: names('Countries.'),
      provinces: names('States or provinces.'),
      localities: names('Cities.'),
      streetAddresses: names('Street addresses.'),
      postalCodes: names('Postal codes.'),
      serialNumber: text({ description: 'Serial number of the subject.', default: '' }),
    },
    { description: 'X.509 subject of the certificates.' },
  ),
  usages: list(choice(USAGES, { description: 'Usage.' }), {
    description: "What the keys may be used for; cert-manager's default is digital signature and key encipherment.",
    default: [],
  }),
  privateKey: object(
    {
      algorithm: optional(
        choice(['RSA', 'ECDSA', 'Ed25519'], { description: "Algorithm; cert-manager's default is RSA." }),
      ),
      encoding: optional(choice(['PKCS1', 'PKCS8'], { description: "Encoding; cert-manager's default is PKCS1." })),
      size: optional(
        integer({
          description: 'Bits: 2048 to 8192 for RSA; 256, 384 or 521 for ECDSA; none for Ed25519.',
          minimum: 256,
        }),
      ),
      rotationPolicy: optional(
        choice(['Never', 'Always'], { description: 'Whether every renewal also generates a new key.' }),
      ),
    },
    { description: 'Private keys of the certificates.' },
  ),
});

export const certManagerValues = () =>
  object(
    () => ({
      issuer: objectName({
        description:
          'Issuer of the TLS certificates for all Ingresses and servers. If empty, cert-manager is not used.',
        default: '',
      }),
      kind: choice(['Issuer', 'ClusterIssuer'], { description: 'Kind of the issuer.', default: 'ClusterIssuer' }),
      selfSigned: boolean({ description: 'Whether to create a self-signed issuer of that name.', default: false }),
      ca: optional(
        object(
          {
            secretName: text({
              description: 'Secret with tls.crt and tls.key of the CA.',
              pattern: DNS_SUBDOMAIN,
              expected: 'the name of a Secret',
            }),
          },
          { description: 'Creates an issuer with that name that signs with your own CA.' },
        ),
      ),
      vault: optional(vaultValues()),
      ...certificateParts(),
    }),
    { description: 'Certificates issued by cert-manager, which must be installed.' },
  );

export type CertManagerValues = Static<ReturnType<typeof certManagerValues>>;

/** The kinds of signing for which the release creates the issuer; none if the issuer exists. */
export const signingOf = ({ selfSigned, ca, vault }: CertManagerValues): ('selfSigned' | 'ca' | 'vault')[] => [
  ...(selfSigned ? ['selfSigned' as const] : []),
  ...(ca ? ['ca' as const] : []),
  ...(vault ? ['vault' as const] : []),
];

/** What is needed to refer to the issuer and to create it. */
export type IssuerValues = Pick<CertManagerValues, 'issuer' | 'kind' | 'selfSigned' | 'ca' | 'vault'>;

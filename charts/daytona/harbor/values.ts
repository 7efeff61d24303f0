// Values of the built-in Harbor, under the keys of the Helm chart's.

import { annotationMap, dataKey } from '../../../lib/k8s/common';
import { DNS_SUBDOMAIN } from '../../../lib/k8s/naming';
import { credential } from '../../../lib/values/credential';
import { boolean, choice, object, objectName, type Static, text } from '../../../lib/values/schema';
import { clientPolicyValues, nameValues } from '../built-in';
import { harborClaim } from './component-values';
import { database, redis } from './data-values';
import { core, jobservice, portal, registry, trivy } from './server-values';
import { imageStorageOverlay, imageStorageValues } from './storage-values';

const expose = object(
  {
    type: choice(['ingress', 'none'], {
      description: 'An Ingress; or none: route /api/, /service/, /v2/ and /c/ to core, everything else to portal.',
      default: 'ingress',
    }),
    tls: object(
      {
        enabled: boolean({ description: 'Whether clients use HTTPS. Docker insists on it.', default: true }),
        certSource: choice(['secret', 'none'], {
          description: "A Secret, or the Ingress controller's own certificate.",
          default: 'secret',
        }),
        secret: object({
          secretName: objectName({
            description: "Secret with the certificate; empty takes the platform's.",
            default: '',
          }),
        }),
      },
      { description: 'TLS of the Ingress.' },
    ),
    ingress: object(
      {
        className: text({
          description: "IngressClass; empty leaves it to the cluster's default class.",
          default: 'nginx',
          pattern: DNS_SUBDOMAIN,
          expected: 'the name of an IngressClass',
        }),
        annotations: annotationMap('Annotations of the Ingress; they must allow bodies of any size.', {
          'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
          'nginx.ingress.kubernetes.io/proxy-body-size': '0',
        }),
        hosts: object({
          core: text({
            description: 'Host name; empty is that of externalURL, or harbor. and baseDomain.',
            default: '',
            pattern: DNS_SUBDOMAIN,
            expected: 'a host name in lower case',
          }),
        }),
      },
      { description: 'The Ingress.' },
    ),
  },
  { description: 'How Harbor is reached from outside.' },
);

const persistence = object(
  {
    enabled: boolean({ description: 'Without it all data dies with the pods.', default: true }),
    resourcePolicy: choice(['keep', ''], {
      description: 'Whether Helm, Argo CD and Flux leave the claims alone when they remove the release.',
      default: 'keep',
    }),
    persistentVolumeClaim: object(
      {
        registry: harborClaim('5Gi'),
        jobservice: object({ jobLog: harborClaim('1Gi') }),
        database: harborClaim('1Gi'),
        redis: harborClaim('1Gi'),
        trivy: harborClaim('5Gi'),
      },
      { description: 'The volumes of the components.' },
    ),
    imageChartStorage: imageStorageValues(),
  },
  { description: 'Where data is kept.' },
);

export const harborValues = () =>
  object(
    {
      enabled: boolean({ description: 'Whether to run Harbor in the cluster.', default: true }),
      ...nameValues(),
      expose,
      externalURL: text({
        description: 'Address that clients use; empty is made of the host name.',
        default: '',
        pattern: `^https?://${DNS_SUBDOMAIN.slice(1, -1)}(:\\d{1,5})?$`,
        expected: 'http:// or https://, a host and nothing behind it',
      }),
      harborAdminPassword: credential({
        description: 'Password of admin, on an empty database; change it later in Harbor itself.',
        generate: 'password',
      }),
      existingSecretAdminPassword: objectName({ description: 'Secret with it instead.', default: '' }),
      existingSecretAdminPasswordKey: dataKey({
        description: 'Key in that Secret.',
        default: 'HARBOR_ADMIN_PASSWORD',
      }),
      secretKey: credential({
        description: 'Key that encrypts passwords in the database. With another one they are lost.',
        generate: 'key-16',
        pattern: '^[\\x21-\\x7e]{16}$',
        expected: '16 letters, digits and signs',
      }),
      existingSecretSecretKey: objectName({ description: 'Secret with it as secretKey instead.', default: '' }),
      serviceAccount: object(
        {
          create: boolean({
            description: 'Whether each component gets one of its own; else it runs as that of serviceAccountName.',
            default: true,
          }),
          annotations: annotationMap('Annotations of the ServiceAccounts, for example a cloud role.'),
        },
        { description: 'ServiceAccounts of the components that name none in serviceAccountName.' },
      ),
      caBundleSecretName: objectName({
        description: 'Secret with ca.crt: a certificate authority that every component trusts.',
        default: '',
      }),
      logLevel: choice(['debug', 'info', 'warning', 'error', 'fatal'], { description: 'Log level.', default: 'info' }),
      updateStrategy: object({
        type: choice(['Recreate', 'RollingUpdate'], {
          description: 'How pods are replaced; those that own a volume are always recreated.',
          default: 'Recreate',
        }),
      }),
      persistence,
      imageChartStorage: imageStorageOverlay(),
      core,
      portal,
      registry,
      jobservice,
      trivy,
      database,
      redis,
      networkPolicy: clientPolicyValues(
        'Lets only Harbor itself reach database, Redis, registry, jobservice and Trivy.',
      ),
    },
    { description: 'Harbor 2.14 in the cluster: the registry of sandbox images.' },
  );

const shape = harborValues();
export type HarborValues = Static<typeof shape>;

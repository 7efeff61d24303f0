// Values of the built-in Harbor, under the keys of the Helm chart's.

import { annotationMap, dataKey, pullSecrets } from '../../../lib/k8s/common';
import { DNS_SUBDOMAIN } from '../../../lib/names/naming';
import { credential } from '../../../lib/values/credential';
import { boolean, choice, object, objectName, type Static, text } from '../../../lib/values/schema';
import { clientPolicyValues, nameValues } from '../built-in';
import { harborClaim } from './component-values';
import { database, redis } from './data-values';
import { expose } from './expose-values';
import { core, jobservice, nginx, portal, registry, trivy } from './server-values';
import { imageStorageOverlay, imageStorageValues } from './storage-values';

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
      imagePullSecrets: pullSecrets("As global.imagePullSecrets, for Harbor's pods alone; both apply."),
      logLevel: choice(['debug', 'info', 'warning', 'error', 'fatal'], { description: 'Log level.', default: 'info' }),
      updateStrategy: object({
        type: choice(['Recreate', 'RollingUpdate'], {
          description: 'How pods are replaced; those that own a volume are always recreated.',
          default: 'Recreate',
        }),
      }),
      persistence,
      imageChartStorage: imageStorageOverlay(),
      nginx,
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

// Values of the built-in Harbor, with the Helm chart's keys.

import { annotationMap, dataKey, pullSecrets } from '../../../../lib/k8s/common';
import { DNS_SUBDOMAIN } from '../../../../lib/names/naming';
import { credential } from '../../../../lib/values/schema/credential';
import { boolean, choice, object, objectName, type Static, text } from '../../../../lib/values/schema/schema';
import { clientPolicyValues, nameValues } from '../../connections/built-in';
import { harborClaim } from './component-values';
import { database, redis } from './data-values';
import { droppedOfHarbor } from './dropped';
import { expose } from './expose-values';
import { metrics } from './metrics-values';
import { core, jobservice, nginx, portal, registry, trivy } from './server-values';
import { imageStorageOverlay, imageStorageValues } from './storage-values';

const persistence = object(
  () => ({
    enabled: boolean({
      description: 'Whether to store data in PersistentVolumeClaims. If not, all data is lost when the pods stop.',
      default: true,
    }),
    resourcePolicy: choice(['keep', ''], {
      description: 'keep: Helm, Argo CD and Flux keep the claims when they delete the release.',
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
      { description: 'Volumes of the components.' },
    ),
    imageChartStorage: imageStorageValues(),
  }),
  { description: 'Persistence.' },
);

export const harborValues = () =>
  object(
    () => ({
      enabled: boolean({ description: 'Whether to run Harbor in the cluster.', default: true }),
      ...nameValues(),
      expose,
      externalURL: text({
        description: 'URL for clients; by default derived from the host name.',
        default: '',
        pattern: `^https?://${DNS_SUBDOMAIN.slice(1, -1)}(:\\d{1,5})?$`,
        expected: 'http:// or https:// followed by a host, without a path',
      }),
      harborAdminPassword: credential({
        description: 'Password of the user admin. Only used on an empty database; change it later in Harbor.',
        generate: 'password',
      }),
      existingSecretAdminPassword: objectName({
        description: 'Existing Secret with it, instead of the value.',
        default: '',
      }),
      existingSecretAdminPasswordKey: dataKey({
        description: 'Key in that Secret.',
        default: 'HARBOR_ADMIN_PASSWORD',
      }),
      secretKey: credential({
        description: 'Key that encrypts passwords in the database. If you change it, they can no longer be decrypted.',
        generate: 'key-16',
        pattern: '^[\\x21-\\x7e]{16}$',
        expected: '16 printable characters',
      }),
      existingSecretSecretKey: objectName({
        description: 'Existing Secret with the key secretKey, instead of the value.',
        default: '',
      }),
      serviceAccount: object(
        {
          create: boolean({
            description: 'Whether to create a ServiceAccount per component. If not, serviceAccountName is used.',
            default: true,
          }),
          annotations: annotationMap('Annotations of the ServiceAccounts, for example a cloud role.'),
        },
        { description: 'ServiceAccounts of the components without serviceAccountName.' },
      ),
      caBundleSecretName: objectName({
        description: 'Secret with ca.crt: a CA that all components trust.',
        default: '',
      }),
      imagePullSecrets: pullSecrets("Additional image pull Secrets for Harbor's pods, as in global.imagePullSecrets."),
      logLevel: choice(['debug', 'info', 'warning', 'error', 'fatal'], { description: 'Log level.', default: 'info' }),
      updateStrategy: object({
        type: choice(['Recreate', 'RollingUpdate'], {
          description: 'Update strategy. Pods with their own volume are always recreated.',
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
      metrics,
      networkPolicy: clientPolicyValues(
        'Allows traffic to the database, Redis, registry, jobservice and Trivy from Harbor only.',
      ),
    }),
    { description: 'Harbor 2.14 in the cluster: the registry for sandbox images.', dropped: droppedOfHarbor },
  );

export type HarborValues = Static<ReturnType<typeof harborValues>>;

// Values of the built-in MinIO, with the Helm chart's keys.

import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { dataKey } from '../../../lib/k8s/common';
import { serviceValues } from '../../../lib/k8s/network/service';
import { persistenceValues } from '../../../lib/k8s/storage/claims';
import { imageValues } from '../../../lib/k8s/workload/image';
import { httpProbeValues } from '../../../lib/k8s/workload/probes';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { disruptionBudgetValues } from '../../../lib/k8s/workload/scaling';
import { DNS_SUBDOMAIN } from '../../../lib/names/naming';
import { credential } from '../../../lib/values/schema/credential';
import {
  boolean,
  choice,
  integer,
  list,
  map,
  object,
  objectName,
  type Static,
  text,
} from '../../../lib/values/schema/schema';
import { clientPolicyValues, nameValues, podValues } from '../connections/built-in';
import { droppedOfMinio, droppedOfPostJob } from './dropped';

const MINIO_UID = 1000;

const accessKey = (description: string, value?: string) =>
  text({
    description,
    ...(value === undefined ? {} : { default: value }),
    pattern: '^[^-\\s=,][^\\s=,]{2,}$',
    expected: 'at least 3 characters, without spaces, "=" or ",", not starting with "-"',
  });

const secretKey = (description: string) =>
  credential({
    description,
    generate: 'password',
    pattern: '^[^\\n]{8,}$',
    expected: 'one line of at least 8 characters',
  });

const policyName = (description: string) =>
  text({ description, pattern: '^[A-Za-z0-9_][-A-Za-z0-9_]{0,99}$', expected: 'letters, digits, "-" and "_"' });

const bucket = object(() => ({
  name: text({
    description: 'Name of the bucket.',
    pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    expected: '3 to 63 lowercase letters, digits, "." and "-"',
  }),
  policy: choice(['none', 'download', 'upload', 'public'], {
    description: 'Anonymous access to the bucket.',
    default: 'none',
  }),
  purge: boolean({ description: 'Whether to empty the bucket each time the values of MinIO change.', default: false }),
  versioning: boolean({ description: 'Whether to keep earlier versions of objects.', default: false }),
  objectlocking: boolean({
    description: 'Whether to enable object locking; only for a new bucket with versioning.',
    default: false,
  }),
}));

const user = object(
  () => ({
    accessKey: accessKey('Access key.', 'daytona'),
    secretKey: secretKey('Secret key; if empty, Daytona uses the administrator account.'),
    existingSecret: objectName({
      description: 'Existing Secret with the keys accessKey and secretKey, instead of the values.',
      default: '',
    }),
    bucketPrefixes: list(text({ description: 'Prefix of bucket names.', minLength: 1 }), {
      description: 'Buckets that the user may create and use, in addition to those in buckets.',
      default: ['daytona-volume-'],
    }),
  }),
  { description: 'The MinIO user of Daytona. It can use its buckets but has no administrator permissions.' },
);

const additionalUser = object(() => ({
  accessKey: accessKey('Access key.'),
  secretKey: credential({
    description: 'Secret key.',
    pattern: '^[^\\n]{8,}$',
    expected: 'one line of at least 8 characters',
  }),
  existingSecret: objectName({
    description: 'Existing Secret with the secret key, instead of the value.',
    default: '',
  }),
  existingSecretKey: dataKey({ description: 'Key of the secret key in that Secret.', default: 'secretKey' }),
  policy: policyName('Policy of the user: one of policies, or a built-in MinIO policy such as readonly.'),
}));

const statement = object(() => ({
  effect: choice(['Allow', 'Deny'], { description: 'Whether the statement allows or denies.', default: 'Allow' }),
  actions: list(text({ description: 'Action, such as s3:GetObject.', minLength: 1 }), {
    description: 'Actions that the statement applies to.',
    default: [],
  }),
  resources: list(text({ description: 'Resource, such as arn:aws:s3:::bucket/*.', minLength: 1 }), {
    description: 'Resources that the statement applies to.',
    default: [],
  }),
  conditions: list(
    map(
      text({
        description: 'Condition key and value, both quoted.',
        pattern: '^"[^"\\\\\\x00-\\x1f]+": *"[^"\\\\\\x00-\\x1f]*"$',
        expected: 'such as "aws:Referer": "https://example.com"',
      }),
      { description: 'Operator, such as StringLike.' },
    ),
    { description: 'Conditions by operator; all must be met.', default: [] },
  ),
}));

const additionalPolicy = object({
  name: policyName('Name of the policy.'),
  statements: list(statement, { description: 'Statements of the policy.', default: [] }),
});

const tls = object(
  {
    enabled: boolean({ description: 'Whether MinIO serves HTTPS.', default: false }),
    certSecret: objectName({ description: 'Secret with the certificate and its private key.', default: '' }),
    publicCrt: dataKey({ description: 'Key of the certificate in that Secret.', default: 'public.crt' }),
    privateKey: dataKey({ description: 'Key of the private key in that Secret.', default: 'private.key' }),
  },
  { description: 'TLS inside the cluster. Clients must trust the certificate.' },
);

export const minioValues = () =>
  object(
    () => ({
      enabled: boolean({
        description: 'Whether to run MinIO in the cluster. In production, prefer S3.',
        default: false,
      }),
      ...nameValues(),
      image: imageValues({ registry: 'quay.io', repository: 'minio/minio' }),
      mcImage: imageValues({ registry: 'quay.io', repository: 'minio/mc' }),
      mode: choice(['standalone', 'distributed'], {
        description:
          'Deployment mode: standalone runs one server; distributed runs several and tolerates the loss of some.',
        default: 'standalone',
      }),
      replicas: integer({
        description: 'Number of servers in distributed mode, at least 4. It cannot be changed later.',
        default: 1,
        minimum: 1,
      }),
      rootUser: accessKey('Name of the administrator.', 'minioadmin'),
      rootPassword: secretKey('Password of the administrator.'),
      existingSecret: objectName({
        description: 'Existing Secret with the keys rootUser and rootPassword, instead of the values.',
        default: '',
      }),
      user,
      serviceAccount: serviceAccountValues(),
      region: text({ description: 'Region that MinIO reports.', default: 'us-east-1', minLength: 1 }),
      buckets: list(bucket, {
        description: 'Buckets that a Job creates. Daytona stores its own objects in the first one.',
        default: [{ name: 'daytona', policy: 'none', purge: false, versioning: false, objectlocking: false }],
      }),
      users: list(additionalUser, {
        description: 'Additional users that the Job creates. Removing one here does not remove it from MinIO.',
        default: [],
      }),
      policies: list(additionalPolicy, { description: 'Policies that the Job creates, for users.', default: [] }),
      persistence: persistenceValues('8Gi'),
      service: serviceValues('ClusterIP', 9000),
      consoleService: serviceValues('ClusterIP', 9001),
      console: boolean({ description: 'Whether to run the web console.', default: true }),
      clusterDomain: text({
        description: 'DNS domain of the cluster, for distributed mode.',
        default: 'cluster.local',
        pattern: DNS_SUBDOMAIN,
        expected: 'a DNS name',
      }),
      tls,
      resources: resourceValues({ requests: { memory: '2Gi' } }),
      startupProbe: httpProbeValues({
        path: '/minio/health/live',
        periodSeconds: 5,
        timeoutSeconds: 5,
        failureThreshold: 60,
      }),
      livenessProbe: httpProbeValues({ path: '/minio/health/live', periodSeconds: 10, timeoutSeconds: 5 }),
      readinessProbe: httpProbeValues({ path: '/minio/health/ready', periodSeconds: 10, timeoutSeconds: 5 }),
      postJob: object(
        { resources: resourceValues({ requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } }) },
        { description: 'The Job that creates the buckets, users and policies.', dropped: droppedOfPostJob },
      ),
      podDisruptionBudget: disruptionBudgetValues(),
      networkPolicy: clientPolicyValues(
        'Allows traffic to MinIO from its clients only. Runners use the host network: add their nodes to from.',
        false,
      ),
      ...podValues(MINIO_UID),
    }),
    { description: 'MinIO in the cluster: S3-compatible object storage.', dropped: droppedOfMinio },
  );

export type MinioValues = Static<ReturnType<typeof minioValues>>;

/** Whether Daytona has its own user. */
export const hasUser = ({ user }: MinioValues): boolean => user.secretKey !== '' || user.existingSecret !== '';

// Values of the built-in MinIO, under the keys of the Helm chart's.

import { persistenceValues } from '../../../lib/k8s/claims';
import { dataKey } from '../../../lib/k8s/common';
import { disruptionBudgetValues } from '../../../lib/k8s/disruption-budget';
import { imageValues } from '../../../lib/k8s/image';
import { httpProbeValues } from '../../../lib/k8s/probes';
import { resourceValues } from '../../../lib/k8s/resources';
import { serviceValues } from '../../../lib/k8s/service';
import { serviceAccountValues } from '../../../lib/k8s/service-account';
import { DNS_SUBDOMAIN } from '../../../lib/names/naming';
import { credential } from '../../../lib/values/credential';
import { boolean, choice, integer, list, map, object, objectName, type Static, text } from '../../../lib/values/schema';
import { clientPolicyValues, nameValues, podValues } from '../built-in';

const MINIO_UID = 1000;

const accessKey = (description: string, value?: string) =>
  text({
    description,
    ...(value === undefined ? {} : { default: value }),
    pattern: '^[^-\\s=,][^\\s=,]{2,}$',
    expected: 'at least 3 characters, no space, "=" or ",", and no "-" in front',
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

const bucket = object({
  name: text({
    description: 'Name of the bucket.',
    pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    expected: '3 to 63 lower-case letters, digits, "." and "-"',
  }),
  policy: choice(['none', 'download', 'upload', 'public'], {
    description: 'What everybody may do without credentials.',
    default: 'none',
  }),
  purge: boolean({ description: 'Empties the bucket each time the values of MinIO change.', default: false }),
  versioning: boolean({ description: 'Keeps earlier versions of objects.', default: false }),
  objectlocking: boolean({
    description: 'Lets objects be locked; only for a bucket that does not exist yet, and with versioning.',
    default: false,
  }),
});

const user = object(
  {
    accessKey: accessKey('Its access key.', 'daytona'),
    secretKey: secretKey('Its secret key; empty, Daytona works as the administrator.'),
    existingSecret: objectName({ description: 'Secret with accessKey and secretKey instead.', default: '' }),
    bucketPrefixes: list(text({ description: 'First characters of bucket names.', minLength: 1 }), {
      description: 'Buckets that the user may create and use, beside those of buckets.',
      default: ['daytona-volume-'],
    }),
  },
  { description: 'The user that Daytona works as: it can use its buckets and administer nothing.' },
);

const furtherUser = object({
  accessKey: accessKey('Its access key.'),
  secretKey: credential({
    description: 'Its secret key.',
    pattern: '^[^\\n]{8,}$',
    expected: 'one line of at least 8 characters',
  }),
  existingSecret: objectName({ description: 'Secret with the secret key instead.', default: '' }),
  existingSecretKey: dataKey({ description: 'Key of the secret key in that Secret.', default: 'secretKey' }),
  policy: policyName("What it may do: one of policies, or one of MinIO's own such as readonly."),
});

const statement = object({
  effect: choice(['Allow', 'Deny'], { description: 'Whether it gives or takes.', default: 'Allow' }),
  actions: list(text({ description: 'Action, such as s3:GetObject.', minLength: 1 }), {
    description: 'What is done.',
    default: [],
  }),
  resources: list(text({ description: 'Such as arn:aws:s3:::bucket/*.', minLength: 1 }), {
    description: 'What it is done to.',
    default: [],
  }),
  conditions: list(
    map(
      text({
        description: 'Key and value, each quoted.',
        pattern: '^"[^"\\\\\\x00-\\x1f]+": *"[^"\\\\\\x00-\\x1f]*"$',
        expected: 'such as "aws:Referer": "https://example.com"',
      }),
      { description: 'Operator, such as StringLike.' },
    ),
    { description: 'When it holds: the operators of all of them.', default: [] },
  ),
});

const furtherPolicy = object({
  name: policyName('Name of the policy.'),
  statements: list(statement, { description: 'What it says.', default: [] }),
});

const tls = object(
  {
    enabled: boolean({ description: 'Whether MinIO serves HTTPS.', default: false }),
    certSecret: objectName({ description: 'Secret with the certificate and its key.', default: '' }),
    publicCrt: dataKey({ description: 'Key of the certificate.', default: 'public.crt' }),
    privateKey: dataKey({ description: 'Key of the private key.', default: 'private.key' }),
  },
  { description: 'TLS inside the cluster. Clients must trust the certificate.' },
);

export const minioValues = () =>
  object(
    {
      enabled: boolean({ description: 'Whether to run MinIO in the cluster; real S3 is preferable.', default: false }),
      ...nameValues(),
      image: imageValues({ registry: 'quay.io', repository: 'minio/minio', tag: 'RELEASE.2024-12-18T13-15-44Z' }),
      mcImage: imageValues({ registry: 'quay.io', repository: 'minio/mc', tag: 'RELEASE.2024-11-21T17-21-54Z' }),
      mode: choice(['standalone', 'distributed'], {
        description: 'One server, or several that survive the loss of some.',
        default: 'standalone',
      }),
      replicas: integer({
        description: 'Servers in distributed mode, at least 4; it cannot be changed later.',
        default: 1,
        minimum: 1,
      }),
      rootUser: accessKey('Name of the administrator.', 'minioadmin'),
      rootPassword: secretKey('Password of the administrator.'),
      existingSecret: objectName({ description: 'Secret with rootUser and rootPassword instead.', default: '' }),
      user,
      serviceAccount: serviceAccountValues(),
      region: text({ description: 'Region that MinIO names itself.', default: 'us-east-1', minLength: 1 }),
      buckets: list(bucket, {
        description: 'Buckets that a Job creates. The first one is what Daytona keeps its own objects in.',
        default: [{ name: 'daytona', policy: 'none', purge: false, versioning: false, objectlocking: false }],
      }),
      users: list(furtherUser, {
        description: 'More users that the Job creates. One that is taken from here stays in MinIO.',
        default: [],
      }),
      policies: list(furtherPolicy, { description: 'Policies that the Job creates, for users.', default: [] }),
      persistence: persistenceValues('8Gi'),
      service: serviceValues('ClusterIP', 9000),
      consoleService: serviceValues('ClusterIP', 9001),
      console: boolean({ description: 'Whether the web console runs.', default: true }),
      clusterDomain: text({
        description: "The cluster's DNS domain, for distributed mode.",
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
        { description: 'The Job that creates the buckets, the user and its policy.' },
      ),
      podDisruptionBudget: disruptionBudgetValues(),
      networkPolicy: clientPolicyValues(
        'Lets only its clients reach MinIO. Runners sit on the network of their nodes: name those in from.',
        false,
      ),
      ...podValues(MINIO_UID),
    },
    { description: 'MinIO in the cluster: object storage with the interface of S3.' },
  );

const shape = minioValues();
export type MinioValues = Static<typeof shape>;

/** Whether Daytona works as a user of its own. */
export const hasUser = ({ user }: MinioValues): boolean => user.secretKey !== '' || user.existingSecret !== '';

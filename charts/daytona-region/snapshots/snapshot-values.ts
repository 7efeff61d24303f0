import { dataKey } from '../../../lib/k8s/common';
import { backendTlsValues, httpRouteValues } from '../../../lib/k8s/gateway/values';
import { ingressValues } from '../../../lib/k8s/network/ingress';
import { networkPolicyValues } from '../../../lib/k8s/network/network-policy';
import { port, serviceValues } from '../../../lib/k8s/network/service';
import { persistenceValues } from '../../../lib/k8s/storage/claims';
import { workloadValues } from '../../../lib/k8s/workload/http-workload';
import { imageValues } from '../../../lib/k8s/workload/image';
import { switchedHttpProbeValues } from '../../../lib/k8s/workload/probes';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { disruptionBudgetValues, replicaCount } from '../../../lib/k8s/workload/scaling';
import { HOST } from '../../../lib/names/naming';
import { boolean, choice, object, objectName, optional, type Static, text } from '../../../lib/values/schema/schema';

const s3 = object(
  () => ({
    region: text({ description: 'Region of the bucket. Required.', default: '' }),
    bucket: text({ description: 'Name of the bucket. Required.', default: '' }),
    accessKey: text({ description: 'Access key; empty to use a cloud role (IRSA).', default: '', secret: true }),
    secretKey: text({ description: 'Secret key of that access key.', default: '', secret: true }),
    existingSecret: objectName({
      description: 'Existing Secret with the keys accessKey and secretKey, instead of the two values.',
      default: '',
    }),
    endpoint: text({
      description: 'Endpoint of an S3-compatible store; defaults to AWS.',
      default: '',
      pattern: '^(https?://)?[^\\s/@]+(/([^\\s/]\\S*)?)?$',
      expected: 'a host, or an http or https URL without a user name',
    }),
    rootDirectory: text({ description: 'Prefix of all objects in the bucket.', default: '' }),
    forcePathStyle: optional(
      boolean({
        description:
          'Whether to put the bucket into the path (endpoint/bucket) rather than into the host name (bucket.endpoint). Defaults to true with an endpoint other than AWS; only with the registry flavor.',
      }),
    ),
    encrypt: optional(
      boolean({
        description:
          'Whether the store encrypts objects at rest. Defaults to true on AWS and to false with another endpoint, where it needs a key service.',
      }),
    ),
    secure: boolean({ description: 'Whether to connect to S3 over HTTPS.', default: true }),
    v4auth: boolean({
      description: 'Whether to use signature version 4; only with the registry flavor.',
      default: true,
    }),
  }),
  { description: 'The bucket.' },
);

const http = object(() => ({
  port: port({ description: 'Port that the container listens on.', default: 5000 }),
  secret: text({
    description: 'Random key that signs uploads, shared by all pods. Required for multiple pods without a login.',
    default: '',
    minLength: 16,
    expected: 'at least 16 characters',
    generate: 'password',
    secret: true,
  }),
  existingSecret: objectName({
    description: 'Existing Secret with the key http-secret, instead of secret.',
    default: '',
  }),
  tls: object(
    {
      secretName: objectName({ description: 'Secret with tls.crt and tls.key of the server.', default: '' }),
      selfSigned: boolean({
        description: 'Whether a Job (or cert-manager) creates that Secret; not with secretName.',
        default: false,
      }),
      hostname: text({
        description: 'Host of that certificate; defaults to the one at which Daytona reaches the server.',
        default: '',
        pattern: HOST,
        maxLength: 253,
        expected: 'a host name in lowercase, optionally starting with *.',
      }),
      backendTLSPolicy: backendTlsValues(),
    },
    { description: 'TLS served by the server itself, behind an Ingress or without one.' },
  ),
}));

const auth = object(
  () => ({
    enabled: boolean({ description: 'Whether clients must log in, if there is a login.', default: true }),
    existingSecret: objectName({
      description: 'Existing Secret with the login; defaults to the login that Daytona issues on registration.',
      default: '',
    }),
    secretKeys: object({
      username: dataKey({ description: 'Key of the user name in the Secret.', default: 'username' }),
      password: dataKey({ description: 'Key of the password in the Secret.', default: 'password' }),
    }),
    image: imageValues({ registry: 'docker.io', repository: 'httpd' }),
    resources: resourceValues({ limits: { memory: '64Mi' }, requests: { cpu: '10m', memory: '16Mi' } }),
  }),
  {
    description: "Login for clients. With the registry flavor, an init container hashes it with the image's htpasswd.",
  },
);

export const snapshotManagerValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to run the snapshot manager.', default: false }),
    flavour: choice(['', 'registry', 'daytona'], {
      description:
        "Which server the image contains: the CNCF registry or Daytona's snapshot manager; by default derived from the repository.",
      default: '',
    }),
    image: imageValues({
      registry: 'docker.io',
      repository: 'registry',
      emptyTag: 'the one for the flavor',
    }),
    replicaCount: replicaCount(1),
    service: serviceValues('ClusterIP', 5000),
    ingress: ingressValues({
      enabled: false,
      hostname: 'Host of the snapshot manager. Required if the Ingress is enabled.',
      // nginx would reject image layers larger than 1 MiB.
      annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '0' },
    }),
    httpRoute: httpRouteValues({ openTraffic: true }),
    storage: object({
      driver: choice(['s3', 'filesystem'], {
        description:
          'Where snapshots are kept: in a bucket, or on a volume. Gateways that only imitate S3 do not work.',
        default: 's3',
      }),
      filesystem: object(
        { persistence: persistenceValues('50Gi') },
        { description: 'The volume, for driver filesystem.' },
      ),
      s3,
      redirect: object({
        disable: optional(
          boolean({
            description:
              'Whether clients download through the snapshot manager instead of from the store itself. Defaults to true with an endpoint other than AWS; only with the registry flavor.',
          }),
        ),
      }),
      deleteEnabled: optional(
        boolean({ description: 'Whether snapshots can be deleted. Defaults to true for registry, false for daytona.' }),
      ),
    }),
    http,
    auth,
    cache: object({
      enabled: boolean({ description: 'Whether to cache layer metadata.', default: true }),
      driver: choice(['inmemory', 'redis'], { description: 'Where.', default: 'inmemory' }),
    }),
    health: object({
      storageDriverEnabled: boolean({
        description: 'Whether the health check writes to the bucket; only with the registry flavor.',
        default: false,
      }),
    }),
    logLevel: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'panic'], {
      description: 'Logging.',
      default: 'info',
    }),
    livenessProbe: switchedHttpProbeValues({
      path: '',
      initialDelaySeconds: 10,
      periodSeconds: 30,
      timeoutSeconds: 5,
      failureThreshold: 3,
    }),
    readinessProbe: switchedHttpProbeValues({
      path: '',
      initialDelaySeconds: 5,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    }),
    podDisruptionBudget: disruptionBudgetValues(),
    networkPolicy: networkPolicyValues('Blocks all ports of the snapshot manager except the one it listens on.'),
    ...workloadValues({ limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } }),
  }),
  { description: 'The snapshot manager, which stores sandbox snapshots in your bucket.' },
);

export type SnapshotManagerValues = Static<typeof snapshotManagerValues>;

// Values of the snapshot manager.

import { replicaCount } from '../../lib/k8s/autoscaling';
import { annotationMap, dataKey, placementValues, podSecurityContext, securityContext } from '../../lib/k8s/common';
import { disruptionBudgetValues } from '../../lib/k8s/disruption-budget';
import { extraValues } from '../../lib/k8s/extras';
import { imageValues } from '../../lib/k8s/image';
import { ingressValues } from '../../lib/k8s/ingress';
import { networkPolicyValues } from '../../lib/k8s/network-policy';
import { switchedHttpProbeValues } from '../../lib/k8s/probes';
import { resourceValues } from '../../lib/k8s/resources';
import { port, serviceValues } from '../../lib/k8s/service';
import { serviceAccountValues } from '../../lib/k8s/service-account';
import { HOST } from '../../lib/names/naming';
import { boolean, choice, object, objectName, optional, type Static, text } from '../../lib/values/schema';

const s3 = object(
  {
    region: text({ description: 'Region of the bucket. Required.', default: '' }),
    bucket: text({ description: 'Name of the bucket. Required.', default: '' }),
    accessKey: text({ description: 'Access key; empty for a cloud role (IRSA).', default: '', secret: true }),
    secretKey: text({ description: 'Secret key that belongs to it.', default: '', secret: true }),
    existingSecret: objectName({
      description: 'Secret with the entries accessKey and secretKey, instead of the two.',
      default: '',
    }),
    endpoint: text({
      description: "Endpoint of an S3-compatible store; empty is AWS's.",
      default: '',
      pattern: '^(https?://)?[^\\s/@]+(/([^\\s/]\\S*)?)?$',
      expected: 'a host or an http or https URL, without user name',
    }),
    rootDirectory: text({ description: 'Prefix of all objects in the bucket.', default: '' }),
    encrypt: boolean({ description: 'Whether the store encrypts objects at rest.', default: true }),
    secure: boolean({ description: 'Whether S3 is reached by HTTPS.', default: true }),
    v4auth: boolean({ description: 'Signature version 4; flavour registry only.', default: true }),
  },
  { description: 'The bucket.' },
);

const http = object({
  port: port({ description: 'Port that the container listens on.', default: 5000 }),
  secret: text({
    description:
      'Key that signs uploads, the same for all pods: needed for more than one pod without a login. Random text.',
    default: '',
    minLength: 16,
    expected: 'at least 16 characters',
    generate: 'password',
    secret: true,
  }),
  existingSecret: objectName({ description: 'Secret with the entry http-secret, instead of secret.', default: '' }),
  tls: object(
    {
      secretName: objectName({ description: 'Secret with tls.crt and tls.key that the server uses.', default: '' }),
      selfSigned: boolean({
        description: 'Has a Job (or cert-manager) make that Secret; not with secretName.',
        default: false,
      }),
      hostname: text({
        description: 'Host of that certificate; empty is the one under which Daytona reaches the server.',
        default: '',
        pattern: HOST,
        maxLength: 253,
        expected: 'a host name in lower case, *. in front allowed',
      }),
    },
    { description: 'TLS of the server itself, behind or without an Ingress.' },
  ),
});

const auth = object(
  {
    enabled: boolean({ description: 'Whether clients must log in, where there is a login.', default: true }),
    existingSecret: objectName({
      description: 'Secret with the login; empty is the one that Daytona gives at the registration.',
      default: '',
    }),
    secretKeys: object({
      username: dataKey({ description: 'Entry with the user name.', default: 'username' }),
      password: dataKey({ description: 'Entry with the password.', default: 'password' }),
    }),
    image: imageValues({ registry: 'docker.io', repository: 'httpd', tag: '2.4.65-alpine' }),
    resources: resourceValues({ limits: { memory: '64Mi' }, requests: { cpu: '10m', memory: '16Mi' } }),
  },
  { description: "The login. For flavour registry an init container writes it down with the image's htpasswd." },
);

export const snapshotManagerValues = object(
  {
    enabled: boolean({ description: 'Whether to run the snapshot manager.', default: false }),
    flavour: choice(['', 'registry', 'daytona'], {
      description:
        'What the image is: the CNCF registry, or the snapshot manager of Daytona; empty reads it off the repository.',
      default: '',
    }),
    image: imageValues({ registry: 'docker.io', repository: 'registry' }),
    replicaCount: replicaCount(1),
    service: serviceValues('ClusterIP', 5000),
    ingress: ingressValues({
      enabled: false,
      hostname: 'Host of the snapshot manager. Required when the Ingress is enabled.',
      // nginx would refuse image layers of more than 1 MiB.
      annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '0' },
    }),
    storage: object({
      s3,
      deleteEnabled: optional(
        boolean({ description: 'Whether snapshots can be deleted. Absent: true for registry, false for daytona.' }),
      ),
    }),
    http,
    auth,
    cache: object({
      enabled: boolean({ description: 'Whether to cache what is known of stored layers.', default: true }),
      driver: choice(['inmemory', 'redis'], { description: 'Where.', default: 'inmemory' }),
    }),
    health: object({
      storageDriverEnabled: boolean({
        description: 'Whether the health check writes to the bucket; flavour registry only.',
        default: false,
      }),
    }),
    logLevel: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'panic'], {
      description: 'What is logged.',
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
    resources: resourceValues({ limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } }),
    serviceAccount: serviceAccountValues(),
    podDisruptionBudget: disruptionBudgetValues(),
    networkPolicy: networkPolicyValues('Closes every port of the snapshot manager but the one that it listens on.'),
    annotations: annotationMap('Annotations of the Deployment.'),
    ...extraValues(),
    ...placementValues,
    podSecurityContext: podSecurityContext(),
    securityContext: securityContext(),
  },
  { description: 'The store of sandbox snapshots, in a bucket of your own.' },
);

export type SnapshotManagerValues = Static<typeof snapshotManagerValues>;

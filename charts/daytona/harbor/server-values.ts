// Values of Harbor's own servers: core, portal, registry, jobservice, Trivy.

import { dataKey } from '../../../lib/k8s/common';
import { disruptionBudgetValues } from '../../../lib/k8s/disruption-budget';
import { httpProbeValues } from '../../../lib/k8s/probes';
import { resourceValues } from '../../../lib/k8s/resources';
import { credential } from '../../../lib/values/credential';
import { boolean, integer, list, object, objectName, text } from '../../../lib/values/schema';
import { componentValues, HARBOR_UID, harborImage, httpProbes, replicas } from './component-values';

const secretName = (description: string) => objectName({ description, default: '' });
const key = (value: string) => dataKey({ description: 'Key in that Secret.', default: value });
const shared = (description: string) => credential({ description, generate: 'password', minLength: 16 });

const PING = '/api/v2.0/ping';

export const core = object(
  {
    image: harborImage('harbor-core'),
    replicas: replicas(),
    secret: shared('What core and the other servers recognize each other by.'),
    existingSecret: secretName('Secret with it as secret instead.'),
    xsrfKey: credential({
      description: 'Key against forged requests.',
      generate: 'key-32',
      pattern: '^.{32}$',
      expected: '32 characters',
    }),
    existingXsrfSecret: secretName('Secret with that key instead.'),
    existingXsrfSecretKey: key('CSRF_KEY'),
    tokenKey: credential({
      description: 'RSA key that signs the tokens of clients. A new one makes every token invalid.',
      generate: 'rsa-key',
      pattern: '^\\s*-----BEGIN RSA PRIVATE KEY-----',
      expected: 'an RSA private key as PEM (PKCS #1: BEGIN RSA PRIVATE KEY)',
    }),
    tokenCert: text({
      description: 'Certificate of that key, as PEM. Harbor 2 does without.',
      default: '',
      pattern: '^\\s*-----BEGIN CERTIFICATE-----',
      expected: 'a certificate as PEM',
    }),
    secretName: secretName('Secret with that key as tls.key instead.'),
    startupProbe: httpProbeValues({ path: PING, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 360 }),
    livenessProbe: httpProbeValues({ path: PING, periodSeconds: 10 }),
    readinessProbe: httpProbeValues({ path: PING, periodSeconds: 10 }),
    podDisruptionBudget: disruptionBudgetValues(),
    ...componentValues(HARBOR_UID, { requests: { cpu: '100m', memory: '256Mi' } }),
  },
  { description: 'The API, and the gate in front of the registry. It migrates its own database.' },
);

export const nginx = object(
  {
    image: harborImage('nginx-photon'),
    replicas: replicas(),
    ...httpProbes('/-/healthy'),
    podDisruptionBudget: disruptionBudgetValues(),
    ...componentValues(HARBOR_UID, { requests: { cpu: '50m', memory: '64Mi' } }),
  },
  { description: 'What stands in front of core and portal where expose.type is clusterIP, nodePort or loadBalancer.' },
);

export const portal = object(
  {
    image: harborImage('harbor-portal'),
    replicas: replicas(),
    ...httpProbes('/'),
    podDisruptionBudget: disruptionBudgetValues(),
    ...componentValues(HARBOR_UID, { requests: { cpu: '10m', memory: '64Mi' } }),
  },
  { description: 'The web pages.' },
);

const credentials = object(
  {
    username: text({
      description: 'User that core is to the registry.',
      default: 'harbor_registry_user',
      pattern: '^[^:\\s]+$',
      expected: 'a name without ":" and space',
    }),
    password: credential({ description: 'Its password.', generate: 'password' }),
    htpasswdString: credential({
      description: 'User and password as a bcrypt line of htpasswd.',
      generate: 'htpasswd',
      pattern: '^[^:\\s]+:\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}\\s*$',
      expected: 'user:hash with a bcrypt hash',
    }),
    existingSecret: secretName('Secret with REGISTRY_PASSWD and REGISTRY_HTPASSWD instead.'),
  },
  { description: 'Login of core at the registry.' },
);

const container = (image: string, path: string, memory: string) =>
  object({
    image: harborImage(image),
    resources: resourceValues({ requests: { cpu: '50m', memory } }),
    ...httpProbes(path),
  });

const { resources: _resources, ...registryPod } = componentValues(HARBOR_UID, {});
export const registry = object(
  {
    registry: container('registry-photon', '/', '256Mi'),
    controller: container('harbor-registryctl', '/api/health', '64Mi'),
    replicas: replicas('Number of pods; more than one needs storage that they can share.'),
    secret: shared('What the registry signs the state of uploads with.'),
    existingSecret: secretName('Secret with it instead.'),
    existingSecretKey: key('REGISTRY_HTTP_SECRET'),
    credentials,
    podDisruptionBudget: disruptionBudgetValues(),
    ...registryPod,
  },
  { description: 'The registry and its controller.' },
);

export const jobservice = object(
  {
    image: harborImage('harbor-jobservice'),
    replicas: replicas('Number of pods; more than one needs a volume that they can share.'),
    maxJobWorkers: integer({ description: 'Jobs at once in one pod.', default: 10, minimum: 1 }),
    secret: shared('What jobservice is recognized by.'),
    existingSecret: secretName('Secret with it instead.'),
    existingSecretKey: key('JOBSERVICE_SECRET'),
    ...httpProbes('/api/v1/stats', { ready: 20 }),
    podDisruptionBudget: disruptionBudgetValues(),
    ...componentValues(HARBOR_UID, { requests: { cpu: '50m', memory: '128Mi' } }),
  },
  { description: 'Background jobs: replication, garbage collection, scans.' },
);

const repositories = (description: string, value: string[]) =>
  list(text({ description: 'Address of the repository.', minLength: 1 }), { description, default: value });

export const trivy = object(
  {
    enabled: boolean({ description: 'Whether images can be scanned.', default: false }),
    image: harborImage('trivy-adapter-photon'),
    replicas: replicas(),
    vulnType: text({ description: 'Kinds of packages that are looked at.', default: 'os,library', minLength: 1 }),
    severity: text({
      description: 'Severities that are reported.',
      default: 'UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL',
      minLength: 1,
    }),
    ignoreUnfixed: boolean({ description: 'Leaves out what has no fix.', default: false }),
    insecure: boolean({ description: 'Trusts any certificate of the registry.', default: false }),
    skipUpdate: boolean({ description: 'Never downloads the database of vulnerabilities.', default: false }),
    skipJavaDBUpdate: boolean({ description: 'Never downloads the database of Java packages.', default: false }),
    offlineScan: boolean({ description: 'Asks no server while it scans.', default: false }),
    securityCheck: text({ description: 'What is looked for.', default: 'vuln', minLength: 1 }),
    timeout: text({ description: 'Longest time of one scan.', default: '5m0s', minLength: 1 }),
    dbRepository: repositories('Where the database of vulnerabilities comes from, the first that answers.', [
      'mirror.gcr.io/aquasec/trivy-db',
      'ghcr.io/aquasecurity/trivy-db',
    ]),
    javaDBRepository: repositories('Where the database of Java packages comes from.', [
      'mirror.gcr.io/aquasec/trivy-java-db',
      'ghcr.io/aquasecurity/trivy-java-db',
    ]),
    gitHubToken: credential({ description: 'Token that raises the limits of GitHub for downloads. May stay empty.' }),
    livenessProbe: httpProbes('/probe/healthy').livenessProbe,
    readinessProbe: httpProbes('/probe/ready').readinessProbe,
    ...componentValues(HARBOR_UID, {
      requests: { cpu: '200m', memory: '512Mi' },
      limits: { cpu: '1', memory: '1Gi' },
    }),
  },
  { description: 'The scanner.' },
);

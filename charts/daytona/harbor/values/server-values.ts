// Values of Harbor's own servers: core, portal, registry, jobservice, Trivy.

import { dataKey } from '../../../../lib/k8s/common';
import { httpProbeValues } from '../../../../lib/k8s/workload/probes';
import { resourceValues } from '../../../../lib/k8s/workload/resources';
import { disruptionBudgetValues } from '../../../../lib/k8s/workload/scaling';
import { credential } from '../../../../lib/values/schema/credential';
import { boolean, integer, list, object, objectName, text } from '../../../../lib/values/schema/schema';
import { componentValues, HARBOR_UID, harborImage, httpProbes, replicas } from './component-values';
import { droppedOfServers } from './dropped';

const secretName = (description: string) => objectName({ description, default: '' });
const key = (value: string) => dataKey({ description: 'Key in that Secret.', default: value });
const shared = (description: string) => credential({ description, generate: 'password', minLength: 16 });

const PING = '/api/v2.0/ping';

export const core = object(
  () => ({
    image: harborImage('harbor-core'),
    replicas: replicas(),
    secret: shared('Secret shared by core and the other components to authenticate each other.'),
    existingSecret: secretName('Existing Secret with the key secret, instead of the value.'),
    xsrfKey: credential({
      description: 'CSRF key.',
      generate: 'key-32',
      pattern: '^.{32}$',
      expected: '32 characters',
    }),
    existingXsrfSecret: secretName('Existing Secret with that key, instead of the value.'),
    existingXsrfSecretKey: key('CSRF_KEY'),
    tokenKey: credential({
      description: 'RSA key that signs client tokens. Changing it invalidates all tokens.',
      generate: 'rsa-key',
      multiline: true,
      pattern: '^\\s*-----BEGIN RSA PRIVATE KEY-----',
      expected: 'an RSA private key as PEM (PKCS #1: BEGIN RSA PRIVATE KEY)',
    }),
    tokenCert: text({
      description: 'Certificate of that key, as PEM. Harbor 2 does not need it.',
      default: '',
      pattern: '^\\s*-----BEGIN CERTIFICATE-----',
      expected: 'a certificate as PEM',
    }),
    secretName: secretName('Existing Secret with that key as tls.key, instead of the value.'),
    startupProbe: httpProbeValues({ path: PING, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 360 }),
    livenessProbe: httpProbeValues({ path: PING, periodSeconds: 10 }),
    readinessProbe: httpProbeValues({ path: PING, periodSeconds: 10 }),
    podDisruptionBudget: disruptionBudgetValues(),
    ...componentValues(HARBOR_UID, { requests: { cpu: '100m', memory: '256Mi' } }),
  }),
  {
    description: 'Core: the API, which also controls access to the registry. It migrates its own database.',
    dropped: droppedOfServers,
  },
);

export const nginx = object(
  {
    image: harborImage('nginx-photon'),
    replicas: replicas(),
    ...httpProbes('/-/healthy'),
    podDisruptionBudget: disruptionBudgetValues(),
    ...componentValues(HARBOR_UID, { requests: { cpu: '50m', memory: '64Mi' } }),
  },
  { description: 'Reverse proxy for core and portal, if expose.type is clusterIP, nodePort or loadBalancer.' },
);

export const portal = object(
  {
    image: harborImage('harbor-portal'),
    replicas: replicas(),
    ...httpProbes('/'),
    podDisruptionBudget: disruptionBudgetValues(),
    ...componentValues(HARBOR_UID, { requests: { cpu: '10m', memory: '64Mi' } }),
  },
  { description: 'The web UI.' },
);

const credentials = object(
  () => ({
    username: text({
      description: 'User name of core at the registry.',
      default: 'harbor_registry_user',
      pattern: '^[^:\\s]+$',
      expected: 'a name without ":" or spaces',
    }),
    password: credential({ description: 'Its password.', generate: 'password' }),
    htpasswdString: credential({
      description: 'User and password in htpasswd format (bcrypt).',
      generate: 'htpasswd',
      pattern: '^[^:\\s]+:\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}\\s*$',
      expected: 'user:hash with a bcrypt hash',
    }),
    existingSecret: secretName(
      'Existing Secret with the keys REGISTRY_PASSWD and REGISTRY_HTPASSWD, instead of the values.',
    ),
  }),
  { description: 'Credentials of core at the registry.' },
);

const container = (image: string, path: string, memory: string) =>
  object({
    image: harborImage(image),
    resources: resourceValues({ requests: { cpu: '50m', memory } }),
    ...httpProbes(path),
  });

const { resources: _resources, ...registryPod } = componentValues(HARBOR_UID, {});
export const registry = object(
  () => ({
    registry: container('registry-photon', '/', '256Mi'),
    controller: container('harbor-registryctl', '/api/health', '64Mi'),
    replicas: replicas('Number of pods; more than one requires shared storage.'),
    secret: shared('Key that signs the state of uploads.'),
    existingSecret: secretName('Existing Secret with it, instead of the value.'),
    existingSecretKey: key('REGISTRY_HTTP_SECRET'),
    credentials,
    podDisruptionBudget: disruptionBudgetValues(),
    ...registryPod,
  }),
  { description: 'The registry and its controller.', dropped: droppedOfServers },
);

export const jobservice = object(
  () => ({
    image: harborImage('harbor-jobservice'),
    replicas: replicas('Number of pods; more than one requires a shared volume.'),
    maxJobWorkers: integer({ description: 'Maximum number of concurrent jobs per pod.', default: 10, minimum: 1 }),
    secret: shared('Secret with which jobservice authenticates itself.'),
    existingSecret: secretName('Existing Secret with it, instead of the value.'),
    existingSecretKey: key('JOBSERVICE_SECRET'),
    ...httpProbes('/api/v1/stats', { ready: 20 }),
    podDisruptionBudget: disruptionBudgetValues(),
    ...componentValues(HARBOR_UID, { requests: { cpu: '50m', memory: '128Mi' } }),
  }),
  { description: 'Background jobs: replication, garbage collection, scans.', dropped: droppedOfServers },
);

const repositories = (description: string, value: string[]) =>
  list(text({ description: 'OCI reference of the database.', minLength: 1 }), { description, default: value });

export const trivy = object(
  () => ({
    enabled: boolean({ description: 'Whether to run the Trivy scanner.', default: false }),
    image: harborImage('trivy-adapter-photon'),
    replicas: replicas(),
    vulnType: text({ description: 'Comma-separated types of packages to scan.', default: 'os,library', minLength: 1 }),
    severity: text({
      description: 'Comma-separated severities to report.',
      default: 'UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL',
      minLength: 1,
    }),
    ignoreUnfixed: boolean({ description: 'Whether to ignore vulnerabilities without a fix.', default: false }),
    insecure: boolean({ description: "Whether to skip verification of the registry's certificate.", default: false }),
    skipUpdate: boolean({ description: 'Whether to skip updates of the vulnerability database.', default: false }),
    skipJavaDBUpdate: boolean({ description: 'Whether to skip updates of the Java database.', default: false }),
    offlineScan: boolean({ description: 'Whether to send no requests during scans.', default: false }),
    securityCheck: text({
      description: 'Comma-separated types of security issues to detect.',
      default: 'vuln',
      minLength: 1,
    }),
    timeout: text({ description: 'Timeout of a scan.', default: '5m0s', minLength: 1 }),
    dbRepository: repositories('Repositories of the vulnerability database, in order of preference.', [
      'mirror.gcr.io/aquasec/trivy-db',
      'ghcr.io/aquasecurity/trivy-db',
    ]),
    javaDBRepository: repositories('Repositories of the Java database, in order of preference.', [
      'mirror.gcr.io/aquasec/trivy-java-db',
      'ghcr.io/aquasecurity/trivy-java-db',
    ]),
    gitHubToken: credential({ description: 'GitHub token that raises the rate limit for downloads. Optional.' }),
    livenessProbe: httpProbes('/probe/healthy').livenessProbe,
    readinessProbe: httpProbes('/probe/ready').readinessProbe,
    ...componentValues(HARBOR_UID, {
      requests: { cpu: '200m', memory: '512Mi' },
      limits: { cpu: '1', memory: '1Gi' },
    }),
  }),
  { description: 'The scanner.', dropped: droppedOfServers },
);

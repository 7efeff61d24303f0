// Values of the runner manager: its API, the nodes that it requests, and what runs on them.

import { serviceAccountValues } from '../../lib/k8s/access/service-account';
import { commonValues, namespaceName, podSettings } from '../../lib/k8s/common';
import { alertValues } from '../../lib/k8s/monitoring/values';
import { networkPolicyValues } from '../../lib/k8s/network/network-policy';
import { port, serviceKeys } from '../../lib/k8s/network/service';
import { publishedValues } from '../../lib/k8s/published';
import { extraValues } from '../../lib/k8s/workload/extras';
import { DEFAULT_SECCOMP, UNPRIVILEGED } from '../../lib/k8s/workload/hardened';
import { imageValues } from '../../lib/k8s/workload/image';
import { nodeAgentValues } from '../../lib/k8s/workload/placement';
import { httpProbeValues } from '../../lib/k8s/workload/probes';
import { resourceValues } from '../../lib/k8s/workload/resources';
import { withViewsIn } from '../../lib/values/default-views';
import { withDefaults } from '../../lib/values/schema/defaults';
import { boolean, choice, integer, list, object, optional, type Static, text } from '../../lib/values/schema/schema';
import { credential, existingSecretName, secretKey } from './credential-values';
import { karpenterValues } from './nodes/karpenter';
import { poolValues } from './nodes/node-pool';
import { runnerValues } from './runner/runner-values';
import { versions } from './versions';

const base = object({
  image: imageValues({
    registry: 'docker.io',
    repository: 'daytonaio/daytona-runner-manager',
    pullPolicy: '',
  }),
  apiToken: credential('Token that API clients must send. Required unless existingSecret is set.', 'password'),
  existingSecret: existingSecretName("Existing Secret with the manager's credentials, instead of the values here."),
  secretKeys: object(
    {
      apiToken: secretKey('apiToken', 'API_TOKEN'),
      systemApiToken: secretKey('daytona.systemApiToken', 'SYSTEM_API_TOKEN'),
      apiKey: secretKey('daytona.apiKey (optional)', 'API_KEY'),
    },
    { description: "Keys in the manager's Secret." },
  ),
  port: port({ description: 'Port of the API, also used by its Service and probes.', default: 3010 }),
  provider: object({
    type: choice(['kubernetes', 'k8s', 'aws'], {
      description: 'Node provider: kubernetes or its alias k8s. The manager does not implement aws.',
      default: 'kubernetes',
    }),
    namespace: namespaceName('Namespace of the placeholder and runner pods; defaults to the release namespace.'),
  }),
  podWaitTimeout: integer({
    description: 'Seconds after which an unscheduled placeholder pod is logged as timed out.',
    minimum: 1,
    default: 600,
  }),
  minRunners: integer({
    description: 'Minimum number of runners that the manager keeps. Only managers since v0.174 read it.',
    minimum: 0,
    default: 2,
  }),
  logLevel: choice(['debug', 'info', 'warn', 'error', 'fatal', 'panic'], {
    description: 'Log level of the manager.',
    default: 'info',
  }),
  kubeconfigPath: text({
    description: 'Path of a kubeconfig mounted with extraVolumes; defaults to the ServiceAccount.',
    default: '',
    pattern: '^/',
    expected: 'an absolute path',
  }),
  daytona: object(
    {
      apiUrl: text({
        description: 'URL of the Daytona API, such as http://daytona-api:3000/api; required with the runner.',
        default: '',
        pattern: '^https?://[^\\s/@]+(/\\S*)?$',
        expected: 'an http or https URL without a user name',
      }),
      regionId: text({ description: 'Region of the runners.', default: 'us', minLength: 1 }),
      environment: text({ description: 'Environment name.', default: 'production', minLength: 1 }),
      systemApiToken: credential(
        'Token shared by the manager, the runner and the Daytona API; required with the runner.',
      ),
      apiKey: credential('API key with which the manager calls the Daytona API. Create it in Daytona.'),
    },
    { description: 'Connection to the Daytona API. Without apiUrl, the manager gets none of these settings.' },
  ),
  service: object(
    { ...serviceKeys('ClusterIP'), port: optional(port({ description: 'Port of the Service; default: port.' })) },
    { description: 'Service of the API.' },
  ),
  serviceAccount: serviceAccountValues(),
  rbac: object(
    {
      create: boolean({ description: 'Whether to create RBAC roles and bindings.', default: true }),
      nodeVerbs: list(choice(['get', 'list', 'update', 'patch'], { description: 'Verb.' }), {
        description: 'Verbs on nodes that the manager is granted. It needs get; the default builds use all four.',
        default: ['get', 'list', 'update', 'patch'],
      }),
      configMaps: boolean({
        description: 'Whether to grant access to ConfigMaps, which the default builds use.',
        default: true,
      }),
    },
    { description: 'RBAC permissions of the manager.' },
  ),
  resources: resourceValues({
    requests: { cpu: '100m', memory: '128Mi' },
    limits: { cpu: '500m', memory: '512Mi' },
  }),
  livenessProbe: httpProbeValues({ path: '/health', initialDelaySeconds: 10, periodSeconds: 10 }),
  readinessProbe: httpProbeValues({ path: '/health', initialDelaySeconds: 5, periodSeconds: 5 }),
  ...extraValues(),
  manager: object(podSettings(), { description: "Overrides for the manager's pod." }),
  networkPolicy: networkPolicyValues('Limits who can reach the API, which can add nodes that cost money.', true, [
    { podSelector: {} },
  ]),
  nodePool: object(
    { ...poolValues, karpenter: karpenterValues },
    { description: 'Label and taint of the nodes for sandboxes. The manager itself expects the defaults.' },
  ),
  nodeAgents: nodeAgentValues(),
  runner: runnerValues,
  placeholders: object(
    {
      count: optional(
        integer({
          description:
            'Number of nodes to keep warm. 0 renders the Deployment with no pods; by default it is not rendered.',
          minimum: 0,
        }),
      ),
      image: imageValues({ registry: 'registry.k8s.io', repository: 'pause' }),
      resources: resourceValues({
        requests: { cpu: '10m', memory: '50Mi' },
        limits: { cpu: '10m', memory: '128Mi' },
      }),
      ...podSettings(),
    },
    { description: 'Warm pool: a Deployment of placeholder pods, each of which reserves one sandbox node.' },
  ),
  metrics: alertValues(),
  ...publishedValues,
  ...commonValues({
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      ...DEFAULT_SECCOMP,
    },
    securityContext: UNPRIVILEGED,
  }),
});

export const schema = withViewsIn(__dirname, withDefaults(base, versions[0].tags));

export type Values = Static<typeof schema>;

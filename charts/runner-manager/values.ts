// Values of the runner manager: its API, the nodes that it asks for, and what runs on them.

import {
  commonValues,
  namespaceName,
  placementValues,
  podSecurityContext,
  securityContext,
} from '../../lib/k8s/common';
import { extraValues } from '../../lib/k8s/extras';
import { imageValues } from '../../lib/k8s/image';
import { networkPolicyValues } from '../../lib/k8s/network-policy';
import { httpProbeValues } from '../../lib/k8s/probes';
import { resourceValues } from '../../lib/k8s/resources';
import { port, serviceKeys } from '../../lib/k8s/service';
import { serviceAccountValues } from '../../lib/k8s/service-account';
import { boolean, choice, integer, list, object, optional, type Static, text } from '../../lib/values/schema';
import { credential, existingSecretName, secretKey } from './credential-values';
import { karpenterValues } from './karpenter';
import { poolValues } from './node-pool';
import { runnerValues } from './runner-values';

export const schema = object({
  image: imageValues({
    registry: 'docker.io',
    repository: 'daytonaio/daytona-runner-manager',
    tag: 'v0.158.4-k8s-amd64',
    pullPolicy: '',
  }),
  apiToken: credential('Token that callers of the API send. Required unless existingSecret is set.', 'password'),
  existingSecret: existingSecretName("Secret that holds the manager's credentials instead."),
  secretKeys: object(
    {
      apiToken: secretKey('apiToken', 'API_TOKEN'),
      systemApiToken: secretKey('daytona.systemApiToken', 'SYSTEM_API_TOKEN'),
      apiKey: secretKey('daytona.apiKey, which the Secret may lack', 'API_KEY'),
    },
    { description: "Keys of the manager's Secret." },
  ),
  port: port({ description: 'Port that the API listens on, and that its Service and probes use.', default: 3010 }),
  provider: object({
    type: choice(['kubernetes', 'k8s', 'aws'], {
      description: 'Who adds nodes; kubernetes and k8s are the same, aws is not implemented by the manager.',
      default: 'kubernetes',
    }),
    namespace: namespaceName('Namespace of placeholder and runner pods; empty takes the one of the release.'),
  }),
  podWaitTimeout: integer({
    description: 'Seconds until a placeholder that found no node counts as timed out, in the logs.',
    minimum: 1,
    default: 600,
  }),
  logLevel: choice(['debug', 'info', 'warn', 'error', 'fatal', 'panic'], {
    description: 'How much the manager logs.',
    default: 'info',
  }),
  kubeconfigPath: text({
    description: 'Path of a kubeconfig that one of extraVolumes brings; empty takes the ServiceAccount.',
    default: '',
    pattern: '^/',
    expected: 'an absolute path',
  }),
  daytona: object(
    {
      apiUrl: text({
        description: 'URL of the Daytona API, such as http://daytona-api:3000/api; the runner needs it.',
        default: '',
        pattern: '^https?://[^\\s/@]+(/\\S*)?$',
        expected: 'an http or https URL without user name',
      }),
      regionId: text({ description: 'Region that the runners belong to.', default: 'us', minLength: 1 }),
      environment: text({ description: 'Name of the environment.', default: 'production', minLength: 1 }),
      systemApiToken: credential('Token that manager and runner share with the API; required with the runner.'),
      apiKey: credential("The manager's key of the Daytona API, which you create there."),
    },
    { description: 'The Daytona API. Without apiUrl the manager is told nothing of it.' },
  ),
  service: object(
    { ...serviceKeys('ClusterIP'), port: optional(port({ description: 'Port of the Service; default: port.' })) },
    { description: 'Service in front of the API.' },
  ),
  serviceAccount: serviceAccountValues(),
  rbac: object(
    {
      create: boolean({ description: 'Whether to create roles and their bindings.', default: true }),
      nodeVerbs: list(choice(['get', 'list', 'update', 'patch'], { description: 'Verb.' }), {
        description: 'What the manager may do with nodes; get is what it needs, some builds take all four.',
        default: ['get'],
      }),
      configMaps: boolean({ description: 'Whether it may keep ConfigMaps, as some builds do.', default: false }),
    },
    { description: 'Permissions of the manager.' },
  ),
  resources: resourceValues({
    requests: { cpu: '100m', memory: '128Mi' },
    limits: { cpu: '500m', memory: '512Mi' },
  }),
  livenessProbe: httpProbeValues({ path: '/health', initialDelaySeconds: 10, periodSeconds: 10 }),
  readinessProbe: httpProbeValues({ path: '/health', initialDelaySeconds: 5, periodSeconds: 5 }),
  ...extraValues(),
  manager: object(
    { ...placementValues, podSecurityContext: podSecurityContext(), securityContext: securityContext() },
    { description: "The manager's own pod, where it differs from the other pods of the chart." },
  ),
  networkPolicy: networkPolicyValues('Who reaches the API, which adds nodes that cost money.', true, [
    { podSelector: {} },
  ]),
  nodePool: object(
    { ...poolValues, karpenter: karpenterValues },
    { description: 'The nodes that sandboxes run on. The manager itself expects the label and taint of the defaults.' },
  ),
  runner: runnerValues,
  placeholders: object(
    {
      count: optional(
        integer({
          description: 'Nodes to keep warm; 0 keeps the Deployment without pods, and absent renders none.',
          minimum: 0,
        }),
      ),
      image: imageValues({ registry: 'registry.k8s.io', repository: 'pause', tag: '3.6' }),
      resources: resourceValues({
        requests: { cpu: '10m', memory: '50Mi' },
        limits: { cpu: '10m', memory: '128Mi' },
      }),
      ...placementValues,
      podSecurityContext: podSecurityContext(),
      securityContext: securityContext(),
    },
    { description: 'A warm pool: placeholder pods, each of which holds one sandbox node.' },
  ),
  ...commonValues({
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  }),
});

export type Values = Static<typeof schema>;

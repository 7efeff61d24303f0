import { commonValues, dataKey, podSettings } from '../../lib/k8s/common';
import { backendTlsValues, httpRouteValues, routedGlobalValues } from '../../lib/k8s/gateway/values';
import { alertValues, metricsValues } from '../../lib/k8s/monitoring/values';
import { ingressValues } from '../../lib/k8s/network/ingress';
import { networkPolicyValues } from '../../lib/k8s/network/network-policy';
import { port, serviceValues } from '../../lib/k8s/network/service';
import { certManagerValues } from '../../lib/k8s/tls/cert-manager-values';
import { dnsValues } from '../../lib/k8s/workload/dns';
import { DEFAULT_SECCOMP, UNPRIVILEGED } from '../../lib/k8s/workload/hardened';
import { workloadValues } from '../../lib/k8s/workload/http-workload';
import { imageValues } from '../../lib/k8s/workload/image';
import { nodeAgentValues } from '../../lib/k8s/workload/placement';
import { switchedHttpProbeValues } from '../../lib/k8s/workload/probes';
import { resourceValues } from '../../lib/k8s/workload/resources';
import { autoscalingValues, disruptionBudgetValues, replicaCount } from '../../lib/k8s/workload/scaling';
import { SCRIPT_SECURITY } from '../../lib/k8s/workload/script-job';
import { DNS_SUBDOMAIN } from '../../lib/names/naming';
import { withViewsIn } from '../../lib/values/default-views';
import { withDefaults } from '../../lib/values/schema/defaults';
import { boolean, integer, object, objectName, type Static, text } from '../../lib/values/schema/schema';
import { poolValues } from '../runner-manager/nodes/node-pool';
import { managerValues } from './manager/values';
import { runnerValues } from './runner/values';
import { runnerReaperValues } from './runner-reaper/values';
import { snapshotManagerValues } from './snapshots/snapshot-values';
import { sshGatewayValues } from './ssh-gateway/values';
import { versions } from './versions';

const apiUrl = {
  pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
  expected: 'an http or https URL without a user name, query or fragment',
};

const domain = text({
  description: 'Domain of the login cookies; defaults to the host of proxyUrl without its first label.',
  default: '',
  pattern: `^\\.?${DNS_SUBDOMAIN.slice(1)}`,
  expected: 'a domain such as example.com',
});

const proxy = object(
  () => ({
    image: imageValues({
      registry: 'docker.io',
      repository: 'daytonaio/daytona-proxy',
      emptyTag: 'that of the version',
    }),
    replicaCount: replicaCount(1),
    autoscaling: autoscalingValues(),
    service: serviceValues('ClusterIP', 4000),
    ingress: object(
      {
        ...ingressValues({ enabled: true, hostname: 'Has no effect: the hosts are derived from proxyUrl.' }).properties,
        wildcardTls: boolean({
          description:
            'Whether the certificate covers the wildcard host of the sandboxes, which needs an issuer with DNS-01. The rule for that host is always there.',
          default: true,
        }),
      },
      { description: 'Ingress for the Service.' },
    ),
    httpRoute: httpRouteValues({ openTraffic: true }),
    metrics: metricsValues(9090),
    env: object({
      COOKIE_DOMAIN: domain,
      PROXY_API_KEY: text({
        description: 'API key of a region that was registered manually; only with registration.enabled=false.',
        default: '',
        secret: true,
      }),
      PROXY_PORT: port({
        description: 'Port that the container listens on. The public port is that of proxyUrl.',
        default: 4000,
      }),
    }),
    existingSecret: objectName({
      description:
        'Existing Secret with the API key of the region, instead of env.PROXY_API_KEY; only with registration.enabled=false.',
      default: '',
    }),
    secretKeys: object({
      proxyApiKey: dataKey({ description: 'Key in that Secret.', default: 'proxyApiKey' }),
    }),
    tls: object(
      {
        enabled: boolean({
          description: 'Whether the proxy itself serves TLS. It marks cookies as secure only if this is on.',
          default: false,
        }),
        secretName: objectName({
          description: "Secret with tls.crt and tls.key; defaults to that of the proxy's Ingress.",
          default: '',
        }),
        backendTLSPolicy: backendTlsValues(),
      },
      { description: 'TLS between the Ingress and the proxy.' },
    ),
    shutdownTimeoutSeconds: integer({
      description: 'Grace period for open connections when a pod stops, in seconds.',
      minimum: 1,
      default: 3600,
    }),
    startupProbe: switchedHttpProbeValues({ path: '/health', periodSeconds: 10, failureThreshold: 60 }),
    livenessProbe: switchedHttpProbeValues({ path: '/health', periodSeconds: 30, timeoutSeconds: 5 }),
    readinessProbe: switchedHttpProbeValues({ path: '/health', periodSeconds: 10, timeoutSeconds: 5 }),
    podDisruptionBudget: disruptionBudgetValues(),
    networkPolicy: networkPolicyValues('Blocks all ports of the proxy except the one it listens on.'),
    ...workloadValues({ limits: { memory: '256Mi' }, requests: { cpu: '100m', memory: '64Mi' } }),
  }),
  { description: 'The proxy in front of the sandboxes.' },
);

const registration = object(
  () => ({
    enabled: boolean({ description: 'Whether to register the region with a Job.', default: true }),
    adoptExisting: boolean({
      description:
        'Whether to take over an existing custom region of that name. This replaces its keys: other proxies of the region stop working.',
      default: false,
    }),
    existingSecret: objectName({
      description: 'Existing Secret with the API key, instead of daytonaApiKey.',
      default: '',
    }),
    secretKeys: object({
      apiKey: dataKey({ description: 'Key in that Secret.', default: 'daytona-api-key' }),
    }),
    image: imageValues({ repository: 'daytonaio/kubectl' }),
    resources: resourceValues({
      limits: { cpu: '100m', memory: '128Mi' },
      requests: { cpu: '50m', memory: '64Mi' },
    }),
    ...podSettings({ securityContext: SCRIPT_SECURITY }),
  }),
  {
    description:
      'The Job that registers the region. Its pod settings also apply to the Jobs that create self-signed certificates.',
  },
);

const base = object({
  regionName: text({
    description: 'Name of the region, unique in the organization. Required for registration.',
    default: '',
    pattern: '^[A-Za-z0-9_.-]{2,255}$',
    expected: '2 to 255 letters, digits, "_", "." and "-"',
  }),
  proxyUrl: text({
    description: 'Public URL of the proxy; its hosts, port and cookie domain are derived from it.',
    minLength: 1,
    expected: 'an http or https URL such as https://proxy.example.com',
  }),
  daytonaApiUrl: text({ description: 'URL of the Daytona API.', ...apiUrl }),
  daytonaApiKey: text({
    description:
      'API key with permission to write regions. Required for registration, unless registration.existingSecret is set.',
    default: '',
    secret: true,
  }),
  snapshotManagerUrl: text({
    description: 'URL at which Daytona reaches the snapshot manager; defaults to that of its Ingress.',
    default: '',
  }),
  sshGatewayUrl: text({
    description:
      'URL of an SSH gateway for the region, which the registration passes to Daytona; defaults to that of services.sshGateway. Its key is in the registration Secret as sshGatewayApiKey.',
    default: '',
    pattern: '^ssh://[^\\s/@:]+(:\\d{1,5})?$',
    expected: 'an ssh URL such as ssh://ssh.example.com:2222',
  }),
  baseDomain: text({
    description:
      'Domain of the region; the SSH gateway is at ssh.<baseDomain>. Defaults to the domain of the login cookies.',
    default: '',
    pattern: DNS_SUBDOMAIN,
    maxLength: 200,
    expected: 'a domain in lowercase',
  }),
  services: object({
    proxy,
    snapshotManager: snapshotManagerValues,
    sshGateway: sshGatewayValues,
    runnermanager: managerValues,
    runner: runnerValues,
    runnerReaper: runnerReaperValues,
  }),
  registration,
  nodeAgents: nodeAgentValues(),
  nodePool: object(poolValues, { description: 'Label and taint of the nodes for sandboxes.' }),
  certManager: certManagerValues(),
  metrics: alertValues(),
  ...commonValues({
    podSecurityContext: { fsGroup: 2000, ...DEFAULT_SECCOMP },
    securityContext: {
      ...UNPRIVILEGED,
      readOnlyRootFilesystem: false,
      runAsNonRoot: true,
      runAsUser: 65532,
    },
  }),
  global: routedGlobalValues,
  ...dnsValues,
});

export const schema = withViewsIn(__dirname, withDefaults(base, versions[0].tags));

export type Values = Static<typeof schema>;
export type ProxyValues = Values['services']['proxy'];

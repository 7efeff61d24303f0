// Values of the Daytona platform, combined from those of its components.

import { commonValues, dataKey, podSettings } from '../../lib/k8s/common';
import { routedGlobalValues } from '../../lib/k8s/gateway/values';
import { alertValues } from '../../lib/k8s/monitoring/values';
import { publishedValues } from '../../lib/k8s/published';
import { certManagerValues } from '../../lib/k8s/tls/cert-manager-values';
import { DEFAULT_SECCOMP, UNPRIVILEGED } from '../../lib/k8s/workload/hardened';
import { imageValues } from '../../lib/k8s/workload/image';
import { nodeAgentValues } from '../../lib/k8s/workload/placement';
import { resourceValues } from '../../lib/k8s/workload/resources';
import { SCRIPT_SECURITY } from '../../lib/k8s/workload/script-job';
import { withViewsIn } from '../../lib/values/default-views';
import { withDefaults } from '../../lib/values/schema/defaults';
import { object, objectName, type Static, text } from '../../lib/values/schema/schema';
import { poolValues } from '../runner-manager/nodes/node-pool';
import { apiValues } from './api/values';
import { awsValues } from './aws/values';
import { externalDatabaseValues, externalRedisValues } from './connections/external-values';
import { dexValues } from './dex/values';
import { harborValues } from './harbor';
import { minioValues } from './minio';
import { postgresqlValues } from './postgresql';
import { proxyValues } from './proxy/values';
import { redisValues } from './redis';
import { runnerValues } from './runner/values';
import { runnerManagerValues } from './runner-manager/values';
import { sshGatewayValues } from './ssh-gateway/values';
import { versions } from './versions';

const tools = object(
  {
    image: imageValues({ registry: 'docker.io', repository: 'daytonaio/kubectl' }),
    resources: resourceValues({ limits: { memory: '128Mi' }, requests: { cpu: '20m', memory: '64Mi' } }),
    ...podSettings({ securityContext: SCRIPT_SECURITY }),
  },
  {
    description:
      'Image for Jobs and init containers that call the Kubernetes API; must contain sh, kubectl, jq and openssl.',
  },
);

const base = object(
  {
    baseDomain: text({
      description: 'Domain of the platform. Its hosts are subdomains: proxy, *.proxy, dex, harbor and ssh.',
      default: 'daytona.example.com',
      // The last label of a domain must not be a number, because the domain would then be an IP address.
      pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*[a-z]([-a-z0-9]*[a-z0-9])?$',
      maxLength: 200,
      expected: 'a domain in lowercase',
    }),
    credentials: object(
      {
        existingSecret: objectName({
          description:
            'Existing Secret with every credential of services.* that is not set in the values; the documentation lists its keys. A runner in a separate namespace reads a Secret of the same name there.',
          default: '',
        }),
      },
      { description: 'Credentials in an existing Secret.' },
    ),
    trustedCertificates: object(
      {
        existingSecret: objectName({ description: 'Secret with the certificates; empty means none.', default: '' }),
        key: dataKey({ description: 'Key of the certificates (PEM) in that Secret.', default: 'ca.crt' }),
      },
      {
        description: 'Certificate authorities that the API, proxy and migrations trust in addition to the public ones.',
      },
    ),
    services: object({
      api: apiValues,
      proxy: proxyValues,
      sshGateway: sshGatewayValues,
      runnermanager: runnerManagerValues,
      runner: runnerValues,
    }),
    dex: dexValues,
    externalDatabase: externalDatabaseValues,
    externalRedis: externalRedisValues,
    postgresql: postgresqlValues(),
    redis: redisValues(),
    minio: minioValues(),
    harbor: harborValues(),
    nodeAgents: nodeAgentValues(),
    nodePool: object(poolValues, { description: 'Label and taint of the nodes for sandboxes.' }),
    aws: awsValues,
    tools,
    certManager: certManagerValues(),
    metrics: alertValues(),
    ...publishedValues,
    ...commonValues({
      podSecurityContext: { fsGroup: 2000, ...DEFAULT_SECCOMP },
      securityContext: {
        ...UNPRIVILEGED,
        readOnlyRootFilesystem: false,
      },
    }),
    global: routedGlobalValues,
  },
  { dropped: { pgadmin4: 'pgAdmin is not rendered, and was not rendered by the Helm chart either: remove this key' } },
);

export const schema = withViewsIn(__dirname, withDefaults(base, versions[0].tags));

export type Values = Static<typeof schema>;

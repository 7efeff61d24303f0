// Values of the Daytona platform, put together from those of its parts.

import { certManagerValues } from '../../lib/k8s/cert-manager';
import { commonValues, dataKey, placementValues, podSecurityContext, securityContext } from '../../lib/k8s/common';
import { imageValues } from '../../lib/k8s/image';
import { resourceValues } from '../../lib/k8s/resources';
import { SCRIPT_SECURITY } from '../../lib/k8s/script-job';
import { object, objectName, type Static, text } from '../../lib/values/schema';
import { poolValues } from '../runner-manager/node-pool';
import { apiValues } from './api/values';
import { awsValues } from './aws/values';
import { dexValues } from './dex/values';
import { externalDatabaseValues, externalRedisValues } from './external-values';
import { harborValues } from './harbor';
import { minioValues } from './minio';
import { postgresqlValues } from './postgresql';
import { proxyValues } from './proxy/values';
import { redisValues } from './redis';
import { runnerValues } from './runner/values';
import { runnerManagerValues } from './runner-manager/values';
import { sshGatewayValues } from './ssh-gateway/values';

const tools = object(
  {
    image: imageValues({ registry: 'docker.io', repository: 'daytonaio/kubectl', tag: '1.34.2-r2' }),
    resources: resourceValues({ limits: { memory: '128Mi' }, requests: { cpu: '20m', memory: '64Mi' } }),
    ...placementValues,
    podSecurityContext: podSecurityContext(),
    securityContext: securityContext(SCRIPT_SECURITY),
  },
  { description: 'Jobs and init containers that talk to the API server: sh, kubectl, jq and openssl.' },
);

export const schema = object(
  {
    baseDomain: text({
      description: 'Domain of the platform. Its hosts are below: proxy, *.proxy, dex, harbor and ssh.',
      default: 'daytona.example.com',
      // The last part of a domain is a word: a number would make an address of it.
      pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*[a-z]([-a-z0-9]*[a-z0-9])?$',
      maxLength: 200,
      expected: 'a domain in lower case',
    }),
    credentials: object(
      {
        existingSecret: objectName({
          description:
            'Secret with every credential of services.* that the values leave out, under the keys that the documentation lists. A runner in a namespace of its own reads one of the same name there.',
          default: '',
        }),
      },
      { description: 'Credentials that are kept elsewhere.' },
    ),
    trustedCertificates: object(
      {
        existingSecret: objectName({ description: 'Secret with the certificates; empty for none.', default: '' }),
        key: dataKey({ description: 'Key of the certificates, as PEM.', default: 'ca.crt' }),
      },
      { description: 'Authorities that API, proxy and migrations trust on top of the public ones.' },
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
    nodePool: object(poolValues, { description: 'The nodes that sandboxes run on.' }),
    aws: awsValues,
    tools,
    certManager: certManagerValues(),
    ...commonValues({
      podSecurityContext: { fsGroup: 2000, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: false,
      },
    }),
  },
  { dropped: { pgadmin4: 'nothing renders pgAdmin, as nothing did in Helm: leave it out' } },
);

export type Values = Static<typeof schema>;

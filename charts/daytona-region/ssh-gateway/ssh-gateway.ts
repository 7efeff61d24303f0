// The SSH gateway: leads users to the sandboxes of the region.

import { Construct } from 'constructs';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import { tcpRoute } from '../../../lib/k8s/gateway/tcp-route';
import { existingSecret, secret } from '../../../lib/k8s/secret/config';
import { container, env } from '../../../lib/k8s/workload/container';
import { httpWorkload } from '../../../lib/k8s/workload/http-workload';
import { tcpProbe } from '../../../lib/k8s/workload/probes';
import { COMPONENTS, CREDENTIAL_KEYS, objectName, type Region } from '../region';

const SSH = 'ssh';

const KEYS = { client: 'SSH_PRIVATE_KEY', clientPublic: 'SSH_PRIVATE_PUB_KEY', host: 'SSH_HOST_KEY', api: 'API_KEY' };

export class RegionSshGateway extends Construct {
  constructor(scope: Construct, region: Region) {
    super(scope, COMPONENTS.sshGateway);
    const { release, values: all, apiUrl } = region;
    const values = all.services.sshGateway;
    const name = objectName(release, COMPONENTS.sshGateway);
    const labels = release.labels(COMPONENTS.sshGateway);
    const keys = this.keys(region);
    const image = { ...values.image, tag: values.image.tag || release.chart.version };
    httpWorkload(this, release, {
      name,
      labels,
      values,
      port: values.env.SSH_GATEWAY_PORT,
      portName: SSH,
      container: {
        ...container(release, 'ssh-gateway', { ...values, image }),
        env: env({
          SSH_GATEWAY_PORT: values.env.SSH_GATEWAY_PORT,
          API_URL: apiUrl,
          API_KEY: keys.api,
          SSH_PRIVATE_KEY: keys.client,
          SSH_HOST_KEY: keys.host,
        }),
        startupProbe: tcpProbe(values.startupProbe, SSH),
        livenessProbe: tcpProbe(values.livenessProbe, SSH),
        readinessProbe: tcpProbe(values.readinessProbe, SSH),
      },
      pod: {},
    });
    tcpRoute(this, release, {
      name,
      labels,
      values: values.tcpRoute,
      service: { name, port: values.service.port },
      listener: SSH,
      ...region.publishing,
    });
  }

  /** Where each key comes from. The registration has the API key, if the values have none. */
  private keys({ release, values, credentials }: Region): Record<'api' | 'client' | 'host', IEnvVarSource> {
    const { apiKey, existingSecret: existing, sshKeys } = values.services.sshGateway;
    const data = {
      ...(existing
        ? {}
        : {
            [KEYS.client]: sshKeys.privClientSSHKey.trim(),
            [KEYS.clientPublic]: sshKeys.pubClientSSHKey.trim(),
            [KEYS.host]: sshKeys.privGatewaySSHKey.trim(),
          }),
      ...(apiKey ? { [KEYS.api]: apiKey } : {}),
    };
    const given = Object.entries(data).filter(([, value]) => value !== '');
    const own =
      given.length === 0
        ? undefined
        : secret(this, 'secret', release, {
            name: objectName(release, 'secret-ssh'),
            labels: release.labels(COMPONENTS.sshGateway),
            data: Object.fromEntries(given),
          });
    const ofKeys = existing ? existingSecret(release, existing, [KEYS.client, KEYS.host]) : own;
    const ofApi = apiKey && own ? own.key(KEYS.api) : credentials.key(CREDENTIAL_KEYS.sshGatewayApiKey);
    if (!ofKeys) throw new Error('the SSH gateway has no keys, which its rules should have reported');
    return { api: ofApi, client: ofKeys.key(KEYS.client), host: ofKeys.key(KEYS.host) };
  }
}

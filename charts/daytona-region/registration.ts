// The Job that registers the region with Daytona and updates the registration when values change.

import { Construct } from 'constructs';
import { readScript } from '../../lib/k8s/script';
import { existingSecret, type SecretHandle, secret } from '../../lib/k8s/secret/config';
import { env, podField } from '../../lib/k8s/workload/container';
import { scriptJob } from '../../lib/k8s/workload/script-job';
import { COMPONENTS, objectName, type Region } from './region';

export class Registration extends Construct {
  /** The Secret with the key with which the region is registered. */
  readonly apiKey: SecretHandle;

  constructor(scope: Construct, region: Region) {
    super(scope, COMPONENTS.registration);
    const { release, values, credentials } = region;
    const { registration } = values;
    const labels = release.labels(COMPONENTS.registration);
    const { apiKey } = registration.secretKeys;
    const key = registration.existingSecret
      ? existingSecret(release, registration.existingSecret, [apiKey])
      : secret(this, 'api-key', release, {
          name: objectName(release, 'daytona-api-key'),
          labels,
          data: { [apiKey]: values.daytonaApiKey },
        });
    this.apiKey = key;
    scriptJob(this, 'registration', release, {
      name: objectName(release, COMPONENTS.registration),
      labels,
      containerName: 'register',
      script: readScript(__dirname, 'register-region.sh'),
      env: env({
        NAMESPACE: podField('metadata.namespace'),
        SECRET_NAME: credentials.name,
        SECRET_LABELS: JSON.stringify(release.labels(COMPONENTS.credentials).created),
        DAYTONA_API_URL: region.apiUrl,
        DAYTONA_API_KEY: key.key(apiKey),
        REGION_NAME: values.regionName,
        PROXY_URL: region.proxyUrl.url,
        SNAPSHOT_MANAGER_URL: region.snapshotUrl,
        SSH_GATEWAY_URL: region.sshGatewayUrl,
        ADOPT_EXISTING: registration.adoptExisting,
      }),
      // RBAC cannot limit `create` to a name, only reading and changing.
      rules: [
        { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
        { apiGroups: [''], resources: ['secrets'], resourceNames: [credentials.name], verbs: ['get', 'patch'] },
      ],
      runner: registration,
    });
  }
}

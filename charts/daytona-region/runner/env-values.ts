// Variables of the runners of a region.

import { envValues, urlVariable, variable } from '../../../lib/k8s/workload/env-values';
import { credential } from '../../../lib/values/schema/credential';
import { runnerFiles, runnerVariables } from '../../runner-manager/runner/env-values';

export const runnerEnv = envValues(() => ({
  ...runnerVariables(),
  DAYTONA_API_URL: urlVariable('URL of the API; defaults to daytonaApiUrl.'),
  SERVER_URL: urlVariable('URL of the API for older runner builds; defaults to daytonaApiUrl.'),
  API_TOKEN: credential({ description: 'Token with which runners call the API.', generate: 'password' }),
  AWS_REGION: variable('Region of the object store.'),
  AWS_ENDPOINT_URL: urlVariable('URL of the object store.'),
  AWS_ACCESS_KEY_ID: credential({ description: 'Access key of the object store, with aws.credentialMode static.' }),
  AWS_SECRET_ACCESS_KEY: credential({ description: 'Secret key of the object store, with aws.credentialMode static.' }),
  AWS_DEFAULT_BUCKET: variable('Bucket for volumes and builds: that of the snapshot manager.'),
  SSH_PUBLIC_KEY: variable(
    'Public key of the SSH gateway, base64-encoded; defaults to services.sshGateway.sshKeys.pubClientSSHKey.',
  ),
  ...runnerFiles(),
}));

// The environment of the runner.

import type { EnvValue } from '../../../lib/k8s/workload/container';
import { lineOf } from '../../runner-manager/runner/image-line';
import { tokenVariable, variablesOf } from '../../runner-manager/runner/runner-env';
import { COMPONENTS } from '../connections/addresses';
import type { CredentialName } from '../credentials/credential-table';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';

export function runnerEnv(platform: Platform): Record<string, EnvValue> {
  const { values, credentials } = platform;
  const { env, registration } = values.services.runner;
  const image = ownImage(values.services.runner.image);
  const line = lineOf(image);
  const apiUrl = env.DAYTONA_API_URL || `${isolated(platform) ? platform.api.globalUrl : platform.api.url}/api`;
  return {
    ...variablesOf(image, env),
    DAYTONA_API_URL: apiUrl,
    // With registration, each node has its own token, which the runner reads from a file.
    ...(registration.enabled ? {} : { [tokenVariable(line)]: credentials.source('runnerToken', COMPONENTS.runner) }),
    API_VERSION: values.services.api.env.DEFAULT_RUNNER_API_VERSION || undefined,
    ...store(platform),
    SSH_PUBLIC_KEY: sshPublicKey(platform),
    ...(line === 'public'
      ? {}
      : {
          SERVER_URL: env.SERVER_URL || apiUrl,
          SYSTEM_API_TOKEN: credentials.source('systemToken', COMPONENTS.runner),
          DAEMON_BINARIES_DIR: env.DAEMON_BINARIES_DIR,
          CONFIG_FILE_PATH: env.CONFIG_FILE_PATH,
        }),
    ...credentials.others(COMPONENTS.runner),
  };
}

/** The runner is in another namespace than the Services and Secrets of the platform. */
const isolated = ({ release, nodes }: Platform): boolean => nodes.namespace !== release.namespace;

/** The API's object store, unless the values set another one. */
function store(platform: Platform): Record<string, EnvValue> {
  const { values, credentials, store: ofApi } = platform;
  const { env } = values.services.runner;
  const reachable = !isolated(platform);
  // The Secret with all credentials may contain keys for the runner; those of the API's store are certainly there.
  const shared = reachable && !env.AWS_ENDPOINT_URL && !env.AWS_ACCESS_KEY_ID;
  const keyOf = (own: CredentialName, api: EnvValue): EnvValue => {
    const known = reachable ? api : undefined;
    return (shared ? known : undefined) ?? credentials.source(own) ?? known ?? '';
  };
  return {
    AWS_REGION: env.AWS_REGION || (ofApi.endpoint ? ofApi.region : ''),
    AWS_ENDPOINT_URL: env.AWS_ENDPOINT_URL || (reachable ? ofApi.endpoint : ofApi.globalEndpoint),
    AWS_ACCESS_KEY_ID: keyOf('runnerAccessKey', ofApi.accessKey),
    AWS_SECRET_ACCESS_KEY: keyOf('runnerSecretKey', ofApi.secretKey),
    AWS_DEFAULT_BUCKET: env.AWS_DEFAULT_BUCKET || ofApi.bucket,
  };
}

/** The public half of the key with which the gateway connects to sandboxes. */
function sshPublicKey(platform: Platform): EnvValue {
  const { services } = platform.values;
  const text = services.runner.env.SSH_PUBLIC_KEY || services.sshGateway.sshKeys.pubClientSSHKey.trim();
  if (text || isolated(platform)) return text;
  return platform.credentials.source('sshClientPublicKey') ?? '';
}

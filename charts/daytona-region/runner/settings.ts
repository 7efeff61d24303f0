// What every runner of the region reads, no matter who creates its pod: a ConfigMap and a Secret, and their keys as variables.

import type { Construct } from 'constructs';
import { configMap, existingSecret, secret } from '../../../lib/k8s/secret/config';
import { showsCredential } from '../../../lib/k8s/secret/credential-name';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { unknownVariables } from '../../../lib/k8s/workload/env-values';
import { variablesOf } from '../../runner-manager/runner/runner-env';
import { COMPONENTS, nodesOf, objectName, type Region } from '../region';
import { runnerEnv } from './env-values';
import { runnerImage } from './image';

/** The objects by name, and everything in them as variables. */
export interface RunnerObjects {
  readonly account: string;
  readonly configMap: string;
  readonly secret: string;
  readonly env: Readonly<Record<string, EnvValue>>;
}

type Texts = Record<string, string>;

/** Renders both objects. */
export function runnerSettings(scope: Construct, region: Region, account: string): RunnerObjects {
  const { values } = region;
  const nodes = nodesOf(region);
  const { existingSecret: existing } = values.services.runner;
  const labels = nodes.labels(COMPONENTS.runner);
  const others = Object.entries(unknownVariables(runnerEnv, values.services.runner.env));
  const hidden = Object.fromEntries(others.filter(([name, value]) => showsCredential(name, value)));
  const open = Object.fromEntries(others.filter(([name]) => !Object.hasOwn(hidden, name)));
  const config = { ...settings(region), ...(existing ? addresses(region) : {}), ...open };
  const secrets = { ...addresses(region), ...keys(region), ...hidden };
  const names = {
    configMap: objectName(nodes, 'runner-config'),
    secret: existing || objectName(nodes, 'runner-secrets'),
  };
  configMap(scope, 'config', nodes, { name: names.configMap, labels, data: config });
  const source = existing
    ? existingSecret(nodes, existing, ['API_TOKEN'])
    : secret(scope, 'secret', nodes, { name: names.secret, labels, data: secrets });
  const fromSecret = (name: string): EnvValue => source.key(name);
  const optional = (key: string): EnvValue => ({ secretKeyRef: { name: existing, key, optional: true } });
  const credentials = existing
    ? {
        API_TOKEN: fromSecret('API_TOKEN'),
        AWS_ACCESS_KEY_ID: optional('AWS_ACCESS_KEY_ID'),
        AWS_SECRET_ACCESS_KEY: optional('AWS_SECRET_ACCESS_KEY'),
      }
    : Object.fromEntries(Object.keys(secrets).map((name) => [name, fromSecret(name)]));
  return { account, ...names, env: { ...config, ...credentials } };
}

function settings(region: Region): Texts {
  const { env } = region.values.services.runner;
  const texts: Record<string, EnvValue> = {
    ...variablesOf(runnerImage(region), env),
    DAEMON_BINARIES_DIR: env.DAEMON_BINARIES_DIR,
    CONFIG_FILE_PATH: env.CONFIG_FILE_PATH,
  };
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, String(value)]));
}

/** Not confidential, but in the Secret, where Helm has them. Runners expect every name. */
function addresses({ values, apiUrl }: Region): Texts {
  const { runner, sshGateway } = values.services;
  const { env } = runner;
  const gatewayKey = sshGateway.enabled ? sshGateway.sshKeys.pubClientSSHKey.trim() : '';
  return {
    DAYTONA_API_URL: env.DAYTONA_API_URL || apiUrl,
    SERVER_URL: env.SERVER_URL || apiUrl,
    AWS_REGION: env.AWS_REGION,
    AWS_ENDPOINT_URL: env.AWS_ENDPOINT_URL,
    AWS_DEFAULT_BUCKET: env.AWS_DEFAULT_BUCKET,
    SSH_PUBLIC_KEY: env.SSH_PUBLIC_KEY || gatewayKey,
  };
}

function keys({ values }: Region): Texts {
  const { env, aws } = values.services.runner;
  const inStore = aws.credentialMode === 'static' || aws.allowEmptyStaticKeyShim;
  return {
    API_TOKEN: env.API_TOKEN,
    ...(inStore ? { AWS_ACCESS_KEY_ID: env.AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: env.AWS_SECRET_ACCESS_KEY } : {}),
  };
}

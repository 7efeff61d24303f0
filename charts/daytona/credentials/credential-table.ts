// The credentials of the platform's own services: where each is set in the values, and where it is stored.

import { readsSystemToken } from '../../runner-manager/runner/runner-env';
import { COMPONENTS } from '../connections/addresses';
import { ownImage } from '../images/own-image';
import type { Values } from '../values';
import type { CredentialEntry } from './credential-entry';

const always = () => true;
const never = () => false;
const gateway = ({ services }: Values) => services.sshGateway.enabled;
const manager = ({ services }: Values) => services.runnermanager.enabled;
const runner = ({ services }: Values) => services.runner.enabled;
const systemRunner = ({ services }: Values) =>
  services.runner.enabled && readsSystemToken(ownImage(services.runner.image));
/** The contents of a user's Secret are not known here, so all keys that the API may need are required. */
const inSecret = ({ credentials }: Values) => credentials.existingSecret !== '';
const ownStore = ({ services, minio }: Values) => !minio.enabled && services.api.env.S3_ENDPOINT !== '';
/** The keys of the API's object store, as far as they are set. */
export function storeKeys(values: Values): { readonly accessKey: string; readonly secretKey: string } {
  const { minio, services } = values;
  if (minio.enabled) return minio.user;
  return { accessKey: services.api.env.S3_ACCESS_KEY, secretKey: services.api.env.S3_SECRET_KEY };
}

/** A runner in another namespace gets a copy: it cannot read the platform's Secrets. */
const copied = (values: Values, key: 'accessKey' | 'secretKey') =>
  values.services.runner.namespace && (values.minio.enabled || ownStore(values)) ? storeKeys(values)[key] : '';

const ownRegistry = ({ harbor }: Values) => !harbor.enabled;

const { api, proxy, sshGateway, runnerManager, runner: ofRunner } = COMPONENTS;

export type CredentialName =
  | 'encryptionKey'
  | 'encryptionSalt'
  | 'adminApiKey'
  | 'healthCheckApiKey'
  | 'mailPassword'
  | 'storeAccessKey'
  | 'storeSecretKey'
  | 'transientRegistryPassword'
  | 'internalRegistryPassword'
  | 'proxyApiKey'
  | 'oidcClientSecret'
  | 'sshApiKey'
  | 'sshClientKey'
  | 'sshClientPublicKey'
  | 'sshHostKey'
  | 'managerToken'
  | 'systemToken'
  | 'managerApiKey'
  | 'runnerToken'
  | 'runnerAccessKey'
  | 'runnerSecretKey';

export const CREDENTIALS: Readonly<Record<CredentialName, CredentialEntry>> = {
  encryptionKey: {
    key: 'ENCRYPTION_KEY',
    home: api,
    homeKey: 'ENCRYPTION_KEY',
    at: [(v) => v.services.api.env.ENCRYPTION_KEY],
    needed: always,
    published: ['CHANGE_ME_32_CHARACTER_SECRET_K!'],
  },
  encryptionSalt: {
    key: 'ENCRYPTION_SALT',
    home: api,
    homeKey: 'ENCRYPTION_SALT',
    at: [(v) => v.services.api.env.ENCRYPTION_SALT],
    needed: always,
    published: ['CHANGE_ME_RANDOM_SALT_VALUE'],
  },
  adminApiKey: {
    key: 'ADMIN_API_KEY',
    home: api,
    homeKey: 'ADMIN_API_KEY',
    at: [(v) => v.services.api.env.ADMIN_API_KEY],
    needed: inSecret,
  },
  healthCheckApiKey: {
    key: 'HEALTH_CHECK_API_KEY',
    home: api,
    homeKey: 'HEALTH_CHECK_API_KEY',
    at: [(v) => v.services.api.env.HEALTH_CHECK_API_KEY],
    needed: never,
  },
  mailPassword: {
    key: 'SMTP_PASSWORD',
    home: api,
    homeKey: 'SMTP_PASSWORD',
    at: [(v) => v.services.api.env.SMTP_PASSWORD],
    needed: never,
  },
  storeAccessKey: {
    key: 'S3_ACCESS_KEY',
    home: api,
    homeKey: 'S3_ACCESS_KEY',
    at: [(v) => v.services.api.env.S3_ACCESS_KEY],
    needed: ownStore,
    read: ownStore,
  },
  storeSecretKey: {
    key: 'S3_SECRET_KEY',
    home: api,
    homeKey: 'S3_SECRET_KEY',
    at: [(v) => v.services.api.env.S3_SECRET_KEY],
    needed: ownStore,
    read: ownStore,
  },
  transientRegistryPassword: {
    key: 'TRANSIENT_REGISTRY_PASSWORD',
    home: api,
    homeKey: 'TRANSIENT_REGISTRY_PASSWORD',
    at: [(v) => v.services.api.env.TRANSIENT_REGISTRY_PASSWORD],
    needed: never,
    read: ownRegistry,
  },
  internalRegistryPassword: {
    key: 'INTERNAL_REGISTRY_PASSWORD',
    home: api,
    homeKey: 'INTERNAL_REGISTRY_PASSWORD',
    at: [(v) => v.services.api.env.INTERNAL_REGISTRY_PASSWORD],
    needed: never,
    read: ownRegistry,
  },
  proxyApiKey: {
    key: 'PROXY_API_KEY',
    home: proxy,
    homeKey: 'PROXY_API_KEY',
    at: [(v) => v.services.proxy.env.PROXY_API_KEY],
    needed: always,
    published: ['super_secret_key'],
  },
  oidcClientSecret: {
    key: 'OIDC_CLIENT_SECRET',
    home: proxy,
    homeKey: 'OIDC_CLIENT_SECRET',
    at: [(v) => v.services.proxy.env.OIDC_CLIENT_SECRET],
    needed: never,
  },
  sshApiKey: {
    key: 'SSH_GATEWAY_API_KEY',
    home: sshGateway,
    homeKey: 'API_KEY',
    at: [(v) => v.services.sshGateway.apiKey],
    needed: (v) => gateway(v) || inSecret(v),
    published: ['supersecretapikey'],
  },
  sshClientKey: {
    key: 'SSH_PRIVATE_KEY',
    home: sshGateway,
    homeKey: 'SSH_PRIVATE_KEY',
    at: [(v) => v.services.sshGateway.sshKeys.privClientSSHKey],
    needed: gateway,
    read: gateway,
  },
  sshClientPublicKey: {
    key: 'SSH_PRIVATE_PUB_KEY',
    home: sshGateway,
    homeKey: 'SSH_PRIVATE_PUB_KEY',
    at: [(v) => v.services.sshGateway.sshKeys.pubClientSSHKey],
    needed: gateway,
  },
  sshHostKey: {
    key: 'SSH_HOST_KEY',
    home: sshGateway,
    homeKey: 'SSH_HOST_KEY',
    at: [(v) => v.services.sshGateway.sshKeys.privGatewaySSHKey],
    needed: gateway,
    read: gateway,
  },
  managerToken: {
    key: 'RUNNER_MANAGER_API_KEY',
    home: runnerManager,
    homeKey: 'API_TOKEN',
    at: [(v) => v.services.runnermanager.env.API_TOKEN, (v) => v.services.api.env.RUNNER_MANAGER_API_KEY],
    needed: manager,
    published: ['runner_manager_secret_key'],
  },
  systemToken: {
    key: 'SYSTEM_API_TOKEN',
    home: runnerManager,
    homeKey: 'SYSTEM_API_TOKEN',
    copy: ofRunner,
    copyKey: 'SYSTEM_API_TOKEN',
    at: [(v) => v.services.runner.env.SYSTEM_API_TOKEN, (v) => v.services.runnermanager.env.SYSTEM_API_TOKEN],
    needed: (v) => systemRunner(v) || manager(v),
    read: (v) => systemRunner(v) || manager(v),
    published: ['system_api_token'],
  },
  managerApiKey: {
    key: 'RUNNER_MANAGER_DAYTONA_API_KEY',
    home: runnerManager,
    homeKey: 'API_KEY',
    at: [(v) => v.services.runnermanager.env.API_KEY],
    needed: never,
    read: manager,
    published: ['secret_api_key'],
  },
  // The API identifies its first runner by it.
  runnerToken: {
    key: 'RUNNER_API_TOKEN',
    home: api,
    homeKey: 'DEFAULT_RUNNER_API_KEY',
    copy: ofRunner,
    copyKey: 'API_TOKEN',
    at: [(v) => v.services.runner.env.API_TOKEN, (v) => v.services.api.env.DEFAULT_RUNNER_API_KEY],
    needed: runner,
    read: (v) => runner(v) || v.services.api.env.DEFAULT_RUNNER_API_KEY !== '',
    published: ['secret_api_token'],
  },
  runnerAccessKey: {
    key: 'AWS_ACCESS_KEY_ID',
    home: ofRunner,
    homeKey: 'AWS_ACCESS_KEY_ID',
    at: [(v) => v.services.runner.env.AWS_ACCESS_KEY_ID, (v) => copied(v, 'accessKey')],
    needed: never,
    read: runner,
  },
  runnerSecretKey: {
    key: 'AWS_SECRET_ACCESS_KEY',
    home: ofRunner,
    homeKey: 'AWS_SECRET_ACCESS_KEY',
    at: [(v) => v.services.runner.env.AWS_SECRET_ACCESS_KEY, (v) => copied(v, 'secretKey')],
    needed: never,
    read: runner,
  },
};

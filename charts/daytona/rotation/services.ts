// How to replace the credentials of Daytona's own services.

import { APPLY, issued, tlsKey } from '../../../lib/render/lifecycle/common-rotations';
import type { Rotation, Rotations } from '../../../lib/render/lifecycle/rotation';

const API_ENV = 'services.api.env';
const UNREADABLE =
  'the API cannot decrypt what it stored with the old one, such as passwords of registries, and has no command to encrypt it again';

const encryption: Rotation = {
  refused: UNREADABLE,
  readers: 'API, migrations',
  order: ['only before the first start: afterward, keep it with every backup'],
  impact: 'stored credentials are lost',
};

/** The API stores its registries at its first start, and never reads these variables again. */
const registry = (name: string): Rotation => ({
  issuer: 'the registry',
  readers: 'API, at its first start only',
  order: [
    `create a second password at the registry`,
    `change the ${name} registry in Daytona (as the administrator)`,
    'set the value, for the next installation',
    'delete the old password',
  ],
  impact: 'none while both are valid; otherwise snapshots cannot be pushed or pulled',
});

const clientKey: Rotation = {
  readers: 'SSH gateway (private key), API and runners (public key)',
  order: [`${APPLY}: both halves change together`],
  impact: 'SSH connections fail until gateway, API and runners have restarted',
};

/** Variables that the chart does not know. */
const other = issued('its issuer', 'the program that gets the variable');

export const serviceRotations: Rotations = {
  'services.api.ingress.secrets[].key': tlsKey('the API'),
  'services.proxy.ingress.secrets[].key': tlsKey('the proxy'),
  'dex.ingress.secrets[].key': tlsKey('Dex'),
  [`${API_ENV}.ENCRYPTION_KEY`]: encryption,
  [`${API_ENV}.ENCRYPTION_SALT`]: encryption,
  [`${API_ENV}.ADMIN_API_KEY`]: {
    issuer: 'Daytona',
    readers: 'API, at its first start only; the Job that registers runners',
    order: [
      'create another API key as the administrator, with the old one',
      `${APPLY} with it`,
      'revoke the old key in Daytona',
    ],
    impact: 'none, but the Job cannot register runners with a revoked key',
  },
  [`${API_ENV}.HEALTH_CHECK_API_KEY`]: {
    issuer: 'you',
    readers: 'API; your monitoring',
    order: [APPLY, 'change it in your monitoring'],
    impact: 'health checks with the old key are refused',
  },
  [`${API_ENV}.DEFAULT_RUNNER_API_KEY`]: {
    sameAs: 'services.runner.env.API_TOKEN',
    readers: 'API, at its first start only',
    order: ['rotate services.runner.env.API_TOKEN'],
    impact: 'see there',
  },
  [`${API_ENV}.RUNNER_MANAGER_API_KEY`]: {
    sameAs: 'services.runnermanager.env.API_TOKEN',
    readers: 'API, runner manager',
    order: ['rotate services.runnermanager.env.API_TOKEN'],
    impact: 'see there',
  },
  [`${API_ENV}.S3_ACCESS_KEY`]: issued('the object store', 'API'),
  [`${API_ENV}.S3_SECRET_KEY`]: issued('the object store', 'API'),
  [`${API_ENV}.TRANSIENT_REGISTRY_PASSWORD`]: registry('transient'),
  [`${API_ENV}.INTERNAL_REGISTRY_PASSWORD`]: registry('internal'),
  [`${API_ENV}.SMTP_PASSWORD`]: issued('the mail provider', 'API'),
  'services.proxy.env.PROXY_API_KEY': {
    readers: 'API, proxy',
    order: [APPLY],
    impact: 'previews fail until API and proxy have both restarted',
  },
  'services.proxy.env.OIDC_CLIENT_SECRET': issued('the identity provider', 'proxy'),
  'services.sshGateway.apiKey': {
    readers: 'API, SSH gateway',
    order: [APPLY],
    impact: 'new SSH connections fail until API and gateway have both restarted',
  },
  'services.sshGateway.sshKeys.privClientSSHKey': clientKey,
  'services.sshGateway.sshKeys.pubClientSSHKey': clientKey,
  'services.sshGateway.sshKeys.privGatewaySSHKey': {
    readers: 'SSH gateway',
    order: ['announce the new key to users', APPLY],
    impact: 'SSH clients refuse to connect until users delete the old host key with `ssh-keygen -R`',
  },
  'services.runnermanager.env.API_TOKEN': {
    readers: 'API, runner manager',
    order: [APPLY],
    impact: 'runners are neither added nor removed until both have restarted',
  },
  'services.runnermanager.env.SYSTEM_API_TOKEN': {
    sameAs: 'services.runner.env.SYSTEM_API_TOKEN',
    readers: 'runner manager, runners',
    order: ['rotate services.runner.env.SYSTEM_API_TOKEN'],
    impact: 'see there',
  },
  'services.runnermanager.env.API_KEY': issued('Daytona', 'runner manager'),
  'services.runner.env.API_TOKEN': {
    readers: 'runners; API, at its first start only',
    order: [
      'drain the runner',
      'delete its record in Daytona: the API never changes it',
      APPLY,
      'register it again with the next token (Job of `services.runner.registration`, or `POST /admin/runners`)',
    ],
    impact: 'the runner is unavailable, and its sandboxes with it',
  },
  'services.runner.env.SYSTEM_API_TOKEN': {
    readers: 'runner manager, runners',
    order: [APPLY],
    impact: 'runners cannot register until manager and runners have restarted; connections to sandboxes end',
  },
  'services.runner.env.AWS_ACCESS_KEY_ID': issued('the object store', 'runners'),
  'services.runner.env.AWS_SECRET_ACCESS_KEY': issued('the object store', 'runners'),
  ...Object.fromEntries(
    ['api', 'proxy', 'sshGateway', 'runnermanager', 'runner'].map((service) => [`services.${service}.env.*`, other]),
  ),
  'dex.config.staticPasswords[].password': {
    issuer: 'the user, as a hash from `htpasswd -nBC 12 USER`',
    readers: 'Dex',
    order: [APPLY],
    impact: 'nobody can log in while Dex restarts; sessions go on',
  },
};

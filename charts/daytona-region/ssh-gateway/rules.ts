// Rules between the values of the SSH gateway.

import { tcpRouteRules } from '../../../lib/k8s/gateway/rules';
import { noLiteralCredential, noneDerived, volumeRules } from '../../../lib/k8s/workload/extras';
import { credentialRules, notPublished } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import type { Values } from '../values';

const isOn = ({ services: { sshGateway } }: Values): boolean => sshGateway.enabled;

const COMMAND = 'sandbox-charts secrets daytona-region';

const KEYS = [
  (v: Values) => v.services.sshGateway.sshKeys.privClientSSHKey,
  (v: Values) => v.services.sshGateway.sshKeys.privGatewaySSHKey,
];

export const sshGatewayRules: readonly Rule<Values>[] = [
  ...KEYS.flatMap((at) =>
    credentialRules<Values>({
      at,
      existing: (v) => v.services.sshGateway.existingSecret,
      needed: isOn,
      command: COMMAND,
    }),
  ),
  notPublished<Values>(
    (v) => v.services.sshGateway.apiKey,
    isOn,
    ['supersecretapikey'],
    ' (remove it to use the key that the registration issues)',
  ),
  (values, report) => {
    const { registration, services } = values;
    if (isOn(values) && !registration.enabled && services.sshGateway.apiKey === '') {
      report.error(
        (v) => v.services.sshGateway.apiKey,
        'is required: without the registration, Daytona issues no key for the gateway',
      );
    }
  },
  ...tcpRouteRules<Values>((v) => v.services.sshGateway.tcpRoute, isOn),
  noneDerived((v: Values) => v.services.sshGateway.extraEnv, {
    SSH_GATEWAY_PORT: 'services.sshGateway.env.SSH_GATEWAY_PORT',
    API_URL: 'daytonaApiUrl',
  }),
  noLiteralCredential((v: Values) => v.services.sshGateway.extraEnv, {}),
  ...volumeRules((v: Values) => v.services.sshGateway, []),
];

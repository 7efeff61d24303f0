// Values of the SSH gateway.

import { probeValues } from '../../../lib/k8s/probes';
import { serviceValues } from '../../../lib/k8s/service';
import { credential } from '../../../lib/values/credential';
import { boolean, object, text } from '../../../lib/values/schema';
import { envValues, portVariable } from '../env-values';
import { ownImageValues } from '../own-image';
import { policyKey, replicaKeys, serviceKeys } from '../service-values';

const CLIENT = 'ssh-gateway-client';

const BASE64 = { pattern: '^[A-Za-z0-9+/]+={0,2}\\s*$', expected: 'base64 text' };

const sshKeys = object(
  {
    privClientSSHKey: credential({
      description: 'Private key with which the gateway logs into runners.',
      generate: { as: 'ssh-private-key', pair: CLIENT },
      ...BASE64,
    }),
    pubClientSSHKey: text({
      description: 'Its public key, which API and runners get.',
      default: '',
      generate: { as: 'ssh-public-key', pair: CLIENT },
      ...BASE64,
    }),
    privGatewaySSHKey: credential({
      description: 'Host key that the gateway shows to its clients.',
      generate: { as: 'ssh-private-key', pair: 'ssh-gateway-host' },
      ...BASE64,
    }),
  },
  { description: 'Keys in OpenSSH form, each as base64 text.' },
);

const env = envValues({
  SSH_GATEWAY_PORT: portVariable('Port that the gateway listens on; empty is 2222. Users see service.port.'),
  SSH_GATEWAY_HOST: text({
    description: 'Public host of the gateway; empty is ssh.<baseDomain>.',
    default: '',
    pattern: '^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$',
    expected: 'a host name or address',
  }),
});

export const sshGatewayValues = object(
  {
    enabled: boolean({ description: 'Whether to run it.', default: true }),
    image: ownImageValues('daytona-ssh-gateway'),
    service: serviceValues('LoadBalancer', 2222),
    apiKey: credential({ description: 'Key that gateway and API share.', generate: 'password' }),
    sshKeys,
    env,
    startupProbe: probeValues({ periodSeconds: 5, failureThreshold: 24 }),
    livenessProbe: probeValues({ periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5 }),
    ...replicaKeys(),
    ...serviceKeys({ limits: { cpu: '200m', memory: '256Mi' }, requests: { cpu: '10m', memory: '64Mi' } }),
    networkPolicy: policyKey('Closes every port of the gateway but the one that it listens on.'),
  },
  { description: 'SSH access to sandboxes.' },
);

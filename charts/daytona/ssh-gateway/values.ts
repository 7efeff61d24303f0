// Values of the SSH gateway.

import { tcpRouteValues } from '../../../lib/k8s/gateway/values';
import { serviceValues } from '../../../lib/k8s/network/service';
import { sshPrivateKey, sshPublicKey } from '../../../lib/k8s/secret/ssh-key';
import { envValues, portVariable } from '../../../lib/k8s/workload/env-values';
import { workloadValues } from '../../../lib/k8s/workload/http-workload';
import { probeValues } from '../../../lib/k8s/workload/probes';
import { credential } from '../../../lib/values/schema/credential';
import { boolean, object, text } from '../../../lib/values/schema/schema';
import { ownImageValues } from '../images/own-image';
import { policyKey, replicaKeys } from '../service-values';

const CLIENT = 'ssh-gateway-client';

const sshKeys = object(
  () => ({
    privClientSSHKey: sshPrivateKey({
      description: 'Private key with which the gateway logs in to runners.',
      pair: CLIENT,
    }),
    pubClientSSHKey: sshPublicKey({
      description: 'Public key of that key, given to the API and runners.',
      pair: CLIENT,
    }),
    privGatewaySSHKey: sshPrivateKey({ description: 'SSH host key of the gateway.', pair: 'ssh-gateway-host' }),
  }),
  { description: 'Keys in OpenSSH format, each base64-encoded.' },
);

const env = envValues(() => ({
  SSH_GATEWAY_PORT: portVariable('Port that the gateway listens on; defaults to 2222. Users connect to service.port.'),
  SSH_GATEWAY_HOST: text({
    description: 'Public host of the gateway; defaults to ssh.<baseDomain>.',
    default: '',
    pattern: '^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$',
    expected: 'a host name or IP address',
  }),
}));

export const sshGatewayValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to run it.', default: true }),
    image: ownImageValues('daytona-ssh-gateway'),
    service: serviceValues('LoadBalancer', 2222),
    tcpRoute: tcpRouteValues(),
    apiKey: credential({ description: 'API key shared by the gateway and the API.', generate: 'password' }),
    sshKeys,
    env,
    startupProbe: probeValues({ periodSeconds: 5, failureThreshold: 24 }),
    livenessProbe: probeValues({ periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5 }),
    ...replicaKeys(),
    ...workloadValues({ limits: { cpu: '200m', memory: '256Mi' }, requests: { cpu: '10m', memory: '64Mi' } }),
    networkPolicy: policyKey('Blocks all ports of the gateway except the one it listens on.'),
  }),
  { description: 'SSH access to sandboxes.' },
);

// Values of the region's SSH gateway.

import { tcpRouteValues } from '../../../lib/k8s/gateway/values';
import { networkPolicyValues } from '../../../lib/k8s/network/network-policy';
import { port, serviceValues } from '../../../lib/k8s/network/service';
import { sshPrivateKey, sshPublicKey } from '../../../lib/k8s/secret/ssh-key';
import { workloadValues } from '../../../lib/k8s/workload/http-workload';
import { imageValues } from '../../../lib/k8s/workload/image';
import { probeValues } from '../../../lib/k8s/workload/probes';
import { disruptionBudgetValues, replicaCount } from '../../../lib/k8s/workload/scaling';
import { boolean, object, objectName, text } from '../../../lib/values/schema/schema';

const CLIENT = 'ssh-gateway-client';

const sshKeys = object(
  () => ({
    privClientSSHKey: sshPrivateKey({
      description: 'Private key with which the gateway logs in to runners.',
      pair: CLIENT,
    }),
    pubClientSSHKey: sshPublicKey({
      description: 'Public key of that key, for SSH_PUBLIC_KEY of the runners.',
      pair: CLIENT,
    }),
    privGatewaySSHKey: sshPrivateKey({ description: 'SSH host key of the gateway.', pair: 'ssh-gateway-host' }),
  }),
  { description: 'Keys in OpenSSH format, each base64-encoded.' },
);

export const sshGatewayValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to run it.', default: false }),
    image: imageValues({
      registry: 'docker.io',
      repository: 'daytonaio/daytona-ssh-gateway',
      emptyTag: 'that of the version',
    }),
    service: serviceValues('LoadBalancer', 2222),
    tcpRoute: tcpRouteValues(),
    apiKey: text({
      description:
        'API key with which the gateway calls Daytona; defaults to the key that Daytona issues on registration. Only needed without the registration.',
      default: '',
      secret: true,
    }),
    existingSecret: objectName({
      description:
        'Existing Secret with SSH_PRIVATE_KEY, SSH_PRIVATE_PUB_KEY and SSH_HOST_KEY, each base64-encoded, instead of sshKeys.',
      default: '',
    }),
    sshKeys,
    env: object({
      SSH_GATEWAY_PORT: port({ description: 'Port of the container. Users connect to service.port.', default: 2222 }),
      SSH_GATEWAY_HOST: text({
        description: 'Public host of the gateway, for sshGatewayUrl; defaults to ssh.<baseDomain>.',
        default: '',
        pattern: '^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$',
        expected: 'a host name or IP address',
      }),
    }),
    startupProbe: probeValues({ periodSeconds: 5, failureThreshold: 24 }),
    livenessProbe: probeValues({ periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5 }),
    replicaCount: replicaCount(1),
    podDisruptionBudget: disruptionBudgetValues(),
    networkPolicy: networkPolicyValues('Blocks all ports of the gateway except the one it listens on.'),
    ...workloadValues({ limits: { cpu: '200m', memory: '256Mi' }, requests: { cpu: '10m', memory: '64Mi' } }),
  }),
  { description: 'SSH access to the sandboxes of the region.' },
);

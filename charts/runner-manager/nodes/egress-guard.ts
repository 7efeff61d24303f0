// Blocks access from sandboxes to the cloud's metadata service and to kubelets.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import { securityContext } from '../../../lib/k8s/common';
import { port } from '../../../lib/k8s/network/service';
import type { Release } from '../../../lib/k8s/release';
import { readScript } from '../../../lib/k8s/script';
import { type ContainerSettings, container, type EnvValue, env } from '../../../lib/k8s/workload/container';
import { UNPRIVILEGED } from '../../../lib/k8s/workload/hardened';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { boolean, list, object, type TSchema, text } from '../../../lib/values/schema/schema';

/** Root with only the capabilities for its rules. It sets every field that a chart's own context could contradict. */
export const GUARD_SECURITY: ISecurityContext = {
  privileged: false,
  ...UNPRIVILEGED,
  capabilities: { ...UNPRIVILEGED.capabilities, add: ['NET_ADMIN', 'NET_RAW'] },
  readOnlyRootFilesystem: false,
  runAsNonRoot: false,
  runAsUser: 0,
  runAsGroup: 0,
};

const CHECK_SECONDS = 30;
const READY = '/tmp/ready';

export const guardedInterfaces = () =>
  list(
    text({
      description: 'Interface.',
      pattern: '^[a-zA-Z0-9_.-]{1,15}\\+?$',
      expected: 'the name of an interface',
    }),
    {
      description:
        'Network interfaces of the node that sandbox traffic comes from; a plus at the end matches any suffix.',
      default: ['docker0', 'br-+'],
    },
  );

/** `image` is the chart's own format for one. */
export const egressGuardValues = <Image extends TSchema>(image: Image) =>
  object(
    {
      enabled: boolean({ description: 'Whether to run it.', default: false }),
      image,
      interfaces: guardedInterfaces(),
      addresses: list(
        text({
          description: 'Address or CIDR.',
          pattern: '^[0-9A-Fa-f:.]+(/\\d{1,3})?$',
          expected: 'an IP address or a CIDR',
        }),
        {
          description: 'Addresses that sandboxes cannot reach, except for DNS.',
          default: ['169.254.169.254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::254', 'fd00:ec2::23'],
        },
      ),
      ports: list(port({ description: 'Port.' }), {
        description: 'TCP ports that sandboxes cannot reach on any host, such as those of kubelets.',
        default: [10250, 10255],
      }),
      resources: resourceValues({ requests: { cpu: '10m', memory: '16Mi' } }),
      securityContext: securityContext(GUARD_SECURITY),
    },
    {
      description:
        "Container that drops traffic from sandboxes to the cloud's metadata service and to kubelets. The runner starts once its rules are in place.",
    },
  );

export interface EgressGuard {
  readonly container: ContainerSettings;
  readonly interfaces: readonly string[];
  readonly addresses: readonly string[];
  readonly ports: readonly number[];
}

/** A sidecar that the other containers wait for, so that no sandbox runs without the rules. */
export const egressGuard = (release: Release, { container: settings, ...guard }: EgressGuard): IContainer =>
  guardContainer(release, 'egress-guard', settings, readScript(__dirname, 'egress-guard.sh'), {
    INTERFACES: guard.interfaces.join(' '),
    ADDRESSES: guard.addresses.join(' '),
    PORTS: guard.ports.join(' '),
    CHECK_SECONDS,
  });

/** The script writes the file READY once its rules are in place. */
export function guardContainer(
  release: Release,
  name: string,
  settings: ContainerSettings,
  script: string,
  variables: Readonly<Record<string, EnvValue>>,
): IContainer {
  return {
    ...container(release, name, settings),
    restartPolicy: 'Always',
    command: ['/bin/sh', '-c', script],
    env: env({ ...variables, READY }),
    startupProbe: { exec: { command: ['test', '-e', READY] }, periodSeconds: 2, failureThreshold: 30 },
  };
}

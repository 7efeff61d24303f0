// Runners that wait for their node's token before they start.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { readScript } from '../../../lib/k8s/script';
import { container, type EnvValue, env, podField } from '../../../lib/k8s/workload/container';
import { lineOf } from '../../runner-manager/runner/image-line';
import { tokenVariable } from '../../runner-manager/runner/runner-env';
import { COMPONENTS, objectName } from '../connections/addresses';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';

export const TOKENS_VOLUME = 'runner-tokens';

/** The Secret with a token per node. */
export const tokensSecret = ({ nodes }: Platform): string => `${objectName(nodes, COMPONENTS.runner)}-tokens`;

const MOUNT: IVolumeMount = { name: TOKENS_VOLUME, mountPath: '/etc/daytona/runner-tokens', readOnly: true };

/** The folder of the chart, where the scripts are. */
const CHART = `${__dirname}/..`;

const tokenFile: Readonly<Record<string, EnvValue>> = {
  NODE_NAME: podField('spec.nodeName'),
  TOKEN_FILE: `${MOUNT.mountPath}/$(NODE_NAME)`,
};

export interface OwnToken {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly initContainer: IContainer;
  readonly volume: IVolume;
  readonly mount: IVolumeMount;
}

/** `program` is the command of the runner. */
export function ownToken(platform: Platform, program: readonly string[]): OwnToken {
  const { nodes, values } = platform;
  const { image, securityContext } = values.services.runner;
  return {
    command: ['/bin/sh', '-c', readScript(CHART, 'run-with-token.sh'), 'runner', ...program],
    env: { ...tokenFile, TOKEN_VARIABLE: tokenVariable(lineOf(ownImage(image))) },
    initContainer: {
      ...container(nodes, 'wait-for-token', { image: ownImage(image), securityContext }),
      command: ['/bin/sh', '-c', readScript(CHART, 'wait-for-token.sh')],
      env: env({ ...tokenFile, PAUSE_SECONDS: 5 }),
      volumeMounts: [MOUNT],
    },
    // The Job creates it when the API is available, possibly after the pod starts.
    volume: { name: TOKENS_VOLUME, secret: { secretName: tokensSecret(platform), optional: true } },
    mount: MOUNT,
  };
}

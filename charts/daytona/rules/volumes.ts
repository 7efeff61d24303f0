// Volumes and mounts that users add to the services.

import { volumeRules as rulesOf } from '../../../lib/k8s/extras-rules';
import type { Rule } from '../../../lib/values/validate';
import { hostFiles } from '../../runner-manager/runner-host';
import { SERVICES, type Service } from '../other-variables';
import { TRUST_VOLUME } from '../trust';
import type { Values } from '../values';
import { RUN, TMP, TOKEN_VOLUME } from '../waiting';

const ofRunner = ['', 'containerd'].flatMap((containerRuntime) =>
  hostFiles({ containerRuntime, tokenHostPath: '/' }).volumes.map(({ name }) => name),
);

/** Volumes that the pods have already. */
const BUILT_IN: Readonly<Record<Service, readonly string[]>> = {
  api: [TMP.name, RUN.name, TRUST_VOLUME, TOKEN_VOLUME],
  proxy: [TRUST_VOLUME],
  sshGateway: [],
  runnermanager: [TMP.name, RUN.name],
  runner: [...new Set(ofRunner)],
};

export const volumeRules: readonly Rule<Values>[] = Object.values(SERVICES).flatMap((service) =>
  rulesOf((v: Values) => v.services[service], BUILT_IN[service]),
);

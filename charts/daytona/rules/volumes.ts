// Volumes and mounts that users add to the services.

import { volumeRules as rulesOf } from '../../../lib/k8s/workload/extras';
import type { Rule } from '../../../lib/values/validate';
import { HOST_VOLUMES } from '../../runner-manager/nodes/runner-host';
import { DASHBOARD_VOLUME } from '../api/dashboard';
import { TRUST_VOLUME } from '../connections/trust';
import { RUN, TMP, TOKEN_VOLUME } from '../connections/waiting';
import { SERVICES, type Service } from '../pods/other-variables';
import { TOKENS_VOLUME } from '../runner/own-token';
import type { Values } from '../values';

/** Volumes that the pods have already. */
const BUILT_IN: Readonly<Record<Service, readonly string[]>> = {
  api: [TMP.name, RUN.name, TRUST_VOLUME, TOKEN_VOLUME, DASHBOARD_VOLUME],
  proxy: [TRUST_VOLUME],
  sshGateway: [],
  runnermanager: [TMP.name, RUN.name],
  runner: [...HOST_VOLUMES, TOKENS_VOLUME],
};

export const volumeRules: readonly Rule<Values>[] = Object.values(SERVICES).flatMap((service) =>
  rulesOf((v: Values) => v.services[service], BUILT_IN[service]),
);

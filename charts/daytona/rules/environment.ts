// Variables that are probably mistyped, or that bypass the values that set them.

import { nearest } from '../../../lib/values/nearest';
import type { Rule } from '../../../lib/values/validate';
import { knownVariables, SERVICES, type Service } from '../pods/other-variables';
import type { Values } from '../values';

/** Variables that must match a pod, a Service or a role: one value sets all of them. */
const DERIVED: Readonly<Record<Service, readonly string[]>> = {
  api: ['PORT'],
  proxy: ['PROXY_PORT'],
  sshGateway: ['SSH_GATEWAY_PORT'],
  runnermanager: ['API_PORT', 'PROVIDER_NAMESPACE'],
  runner: ['API_PORT', 'SSH_GATEWAY_PORT', 'SSH_GATEWAY_ENABLE', 'CONTAINER_RUNTIME'],
};

/** Variables that the programs read, that the chart does not know, and that look like typos. */
const READ_TOO: Readonly<Partial<Record<Service, readonly string[]>>> = {
  api: ['DEFAULT_REGION_NAME', 'DEFAULT_RUNNER_CPU', 'DEFAULT_RUNNER_DISK', 'DEFAULT_RUNNER_MEMORY', 'KAFKA_CLIENT_ID'],
  runner: ['ANDROID_BOOT_TIMEOUT_SEC'],
};

function rulesOf(service: Service): Rule<Values>[] {
  const known = knownVariables(service);
  const readToo = READ_TOO[service] ?? [];
  return [
    ({ services }, report) => {
      const env = services[service].env as Readonly<Record<string, unknown>>;
      for (const name of Object.keys(env)) {
        const near = known.includes(name) || readToo.includes(name) ? undefined : nearest(name, known);
        if (near && likely(name, near)) {
          const at = (v: Values) => (v.services[service].env as Readonly<Record<string, unknown>>)[name];
          report.warning(at, `is passed unchanged: the chart does not know this variable (did you mean ${near}?)`);
        }
      }
    },
    ({ services }, report) => {
      for (const [index, { name }] of services[service].extraEnv.entries()) {
        if (DERIVED[service].includes(name)) {
          report.error(
            (v) => v.services[service].extraEnv[index]?.name,
            `${name} is set by services.${service}.env.${name}: set that value instead`,
          );
        }
      }
    },
  ];
}

/** Whether it is a typo rather than a similar, valid name. */
const likely = (name: string, near: string): boolean => Math.abs(name.length - near.length) <= 2;

export const environmentRules: readonly Rule<Values>[] = Object.values(SERVICES).flatMap(rulesOf);

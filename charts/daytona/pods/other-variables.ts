// Variables of a service that the chart does not know.

import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import { unknownVariables } from '../../../lib/k8s/workload/env-values';
import { COMPONENTS, type Component } from '../connections/addresses';
import { schema, type Values } from '../values';

export interface OtherVariables {
  /** From `env`. */
  readonly env: Readonly<Record<string, string>>;
  /** From `extraEnv`, which wins. */
  readonly extraEnv: readonly IEnvVar[];
}

const NONE: OtherVariables = { env: {}, extraEnv: [] };

const { services } = schema.properties;

/** The services by component, with the keys of `env` that the chart knows. */
export const SERVICES = {
  [COMPONENTS.api]: 'api',
  [COMPONENTS.proxy]: 'proxy',
  [COMPONENTS.sshGateway]: 'sshGateway',
  [COMPONENTS.runnerManager]: 'runnermanager',
  [COMPONENTS.runner]: 'runner',
} as const;

export type Service = (typeof SERVICES)[keyof typeof SERVICES];

export const knownVariables = (service: Service): readonly string[] =>
  Object.keys(services.properties[service].properties.env.properties);

export function otherVariables(values: Values, component: Component): OtherVariables {
  if (!Object.hasOwn(SERVICES, component)) return NONE;
  const service = SERVICES[component as keyof typeof SERVICES];
  const { env, extraEnv } = values.services[service];
  return { env: unknownVariables(services.properties[service].properties.env, env), extraEnv };
}

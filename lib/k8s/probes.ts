// Timing of probes. What a probe asks belongs to its container.

import type { IProbe } from 'kubernetes-models/v1/Probe';
import { integer, object, optional, type Static, text } from '../values/schema';

export interface ProbeDefaults {
  readonly path?: string;
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

const count = (description: string, minimum: number, value: number | undefined) =>
  optional(integer({ description, minimum, ...(value === undefined ? {} : { default: value }) }));

/** A probe's timing in seconds and counts; what has no default is left to Kubernetes. */
export function probeTiming({ initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold }: ProbeDefaults) {
  return {
    initialDelaySeconds: count('Seconds before the first probe.', 0, initialDelaySeconds),
    periodSeconds: count('Seconds between two probes.', 1, periodSeconds),
    timeoutSeconds: count('Seconds until a probe counts as failed.', 1, timeoutSeconds),
    failureThreshold: count('Failures in a row until the container counts as failed.', 1, failureThreshold),
  };
}

/** A probe without a path: TCP or a command. */
export const probeValues = (defaults: ProbeDefaults) =>
  object(probeTiming(defaults), { description: 'Timing of the probe.' });

/** A probe that asks a path by HTTP. */
export const httpProbeValues = (defaults: ProbeDefaults & { readonly path: string }) =>
  object(
    {
      path: text({
        description: 'Path that the probe asks for.',
        pattern: '^/',
        expected: 'a path that starts with /',
        default: defaults.path,
      }),
      ...probeTiming(defaults),
    },
    { description: 'Path and timing of the probe.' },
  );

const timing = probeValues({});
export type ProbeTiming = Static<typeof timing>;

/** A GET probe on a port, by name or number. */
export function httpProbe(
  { path, ...times }: ProbeTiming & { readonly path: string },
  port: string | number,
  scheme?: 'HTTPS',
): IProbe {
  return { httpGet: { path, port, ...(scheme ? { scheme } : {}) }, ...times };
}

/** A probe that opens a connection. */
export const tcpProbe = (times: ProbeTiming, port: string | number): IProbe => ({ tcpSocket: { port }, ...times });

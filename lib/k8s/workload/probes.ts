// Timing of probes. What a probe checks is part of its container.

import type { IProbe } from 'kubernetes-models/v1/Probe';
import { boolean, integer, object, optional, type Static, text } from '../../values/schema/schema';

export interface ProbeDefaults {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

export interface HttpProbeDefaults extends ProbeDefaults {
  /** Empty if the chart derives the path from other values. */
  readonly path: string;
}

const count = (description: string, minimum: number, value: number | undefined) =>
  optional(integer({ description, minimum, ...(value === undefined ? {} : { default: value }) }));

/** A probe's timing in seconds and counts. Kubernetes sets whatever has no default. */
export function probeTiming({ initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold }: ProbeDefaults) {
  return {
    initialDelaySeconds: count('Seconds before the first probe.', 0, initialDelaySeconds),
    periodSeconds: count('Seconds between probes.', 1, periodSeconds),
    timeoutSeconds: count('Timeout of a probe, in seconds.', 1, timeoutSeconds),
    failureThreshold: count('Consecutive failures after which the container counts as failed.', 1, failureThreshold),
  };
}

/** A probe without a path: TCP or a command. */
const ALWAYS_ON = { enabled: 'there is always a probe: remove this key, or the probe with patches' };

export const probeValues = (defaults: ProbeDefaults) =>
  object(probeTiming(defaults), { description: 'Timing of the probe.', dropped: ALWAYS_ON });

const httpProbeKeys = ({ path, ...timing }: HttpProbeDefaults) => ({
  path: text({
    description: path === '' ? 'HTTP path of the probe; defaults to that of the image.' : 'HTTP path of the probe.',
    pattern: '^/',
    expected: 'a path starting with /',
    default: path,
  }),
  ...probeTiming(timing),
});

/** An HTTP probe. */
export const httpProbeValues = (defaults: HttpProbeDefaults) =>
  object(httpProbeKeys(defaults), { description: 'Path and timing of the probe.', dropped: ALWAYS_ON });

/** The same with a switch. */
export const switchedHttpProbeValues = (defaults: HttpProbeDefaults) =>
  object(
    { enabled: boolean({ description: 'Whether to enable the probe.', default: true }), ...httpProbeKeys(defaults) },
    { description: 'Path and timing of the probe.' },
  );

export type ProbeTiming = Static<ReturnType<typeof probeValues>>;

/** A GET probe on a port, by name or number. */
export function httpProbe(
  { path, ...times }: ProbeTiming & { readonly path: string },
  port: string | number,
  scheme?: 'HTTPS',
): IProbe {
  return { httpGet: { path, port, ...(scheme ? { scheme } : {}) }, ...times };
}

export interface SwitchedProbe extends ProbeTiming {
  readonly enabled: boolean;
  readonly path: string;
}

/** The same if it is enabled. */
export function switchedHttpProbe(
  { enabled, ...probe }: SwitchedProbe,
  port: string | number,
  scheme?: 'HTTPS',
): IProbe | undefined {
  return enabled ? httpProbe(probe, port, scheme) : undefined;
}

/** A probe that opens a connection. */
export const tcpProbe = (times: ProbeTiming, port: string | number): IProbe => ({ tcpSocket: { port }, ...times });

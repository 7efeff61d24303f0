// Requests and limits.

import { map, object, type Static, text } from '../values/schema';
import type { Rule } from '../values/validate';
import { compareQuantities, QUANTITY } from './quantity';

export interface Resources {
  readonly limits?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
}

/** An amount in Kubernetes' notation. */
export const quantity = (about: { readonly description: string; readonly default?: string }) =>
  text({ pattern: QUANTITY, expected: 'a quantity such as 500m, 512Mi or 2Gi', ...about });

const amounts = (description: string, value: Readonly<Record<string, string>> = {}) =>
  map(quantity({ description: 'Amount of the resource.' }), { description, default: value });

/** A container's resources. */
export const resourceValues = ({ limits, requests }: Resources = {}) =>
  object(
    {
      limits: amounts('Most that the container may use.', limits),
      requests: amounts('What the scheduler reserves for the container.', requests),
    },
    { description: 'Resources of the container.' },
  );

const shape = resourceValues();
export type ResourceValues = Static<typeof shape>;

/** Without the maps that are empty; `undefined` when both are. */
export function resources({ limits, requests }: ResourceValues): Resources | undefined {
  const given = {
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(Object.keys(requests).length > 0 ? { requests } : {}),
  };
  return Object.keys(given).length > 0 ? given : undefined;
}

/** No request above its limit. */
export function requestsWithinLimits<V>(select: (values: V) => ResourceValues): Rule<V> {
  return (values, report) => {
    const { limits, requests } = select(values);
    for (const [name, request] of Object.entries(requests)) {
      const limit = limits[name];
      if (limit !== undefined && compareQuantities(request, limit) > 0) {
        report.error((v) => select(v).requests[name], `request ${request} exceeds the limit ${limit}`);
      }
    }
  };
}

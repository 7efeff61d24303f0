// Requests and limits.

import { compareQuantities, isDevice, QUANTITY, RESOURCE_NAME } from '../../names/quantity';
import { map, object, type Static, type TSchema, text } from '../../values/schema/schema';
import type { Rule } from '../../values/validate';

export interface Resources {
  readonly limits?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
}

/** A Kubernetes quantity. `resource` is what it measures, for hints about units. */
export const quantity = (about: {
  readonly description: string;
  readonly default?: string;
  readonly resource?: 'memory' | 'storage';
}) => text({ pattern: QUANTITY, expected: 'a quantity such as 500m, 512Mi or 2Gi', ...about });

const amounts = (description: string, value: Readonly<Record<string, string>> = {}) =>
  map(quantity({ description: 'Amount of the resource.' }), {
    description,
    default: value,
    amounts: true,
    keys: RESOURCE_NAME,
    expectedKeys: 'cpu, memory, ephemeral-storage or a device such as devices.kubevirt.io/kvm',
  });

/** A container's resources. */
export const resourceValues = ({ limits, requests }: Resources = {}) =>
  object(
    {
      limits: amounts('Resource limits.', limits),
      requests: amounts('Resource requests.', requests),
    },
    { description: 'Resources of the container.' },
  );

export type ResourceValues = Static<ReturnType<typeof resourceValues>>;

/** Without empty maps; `undefined` if both are empty. */
export function resources({ limits, requests }: ResourceValues): Resources | undefined {
  const given = {
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(Object.keys(requests).length > 0 ? { requests } : {}),
  };
  return Object.keys(given).length > 0 ? given : undefined;
}

/** Rules for all resources in a schema: no request may exceed its limit; for devices, both must be equal. */
export const resourceRules = <V>(schema: TSchema): Rule<V>[] =>
  resourcePaths(schema).map((path) => (values, report) => {
    const select = (v: unknown) =>
      path.reduce((value, key) => value[key] as Tree, v as Tree) as unknown as ResourceValues;
    const { limits, requests } = select(values);
    for (const [name, request] of Object.entries(requests)) {
      const problem = requestProblem(name, request, limits[name]);
      if (problem !== undefined) report.error((v) => select(v).requests[name], problem);
    }
  });

type Tree = Readonly<Record<string, unknown>>;

/** The paths of all resources that are never absent. */
function resourcePaths(schema: TSchema): (readonly string[])[] {
  const found: string[][] = [];
  const path: string[] = [];
  const search = ({ properties, required = [] }: TSchema): void => {
    for (const key of required as readonly string[]) {
      const inner = properties[key] as TSchema;
      if (!inner.properties) continue;
      path.push(key);
      if (isResources(inner)) found.push([...path]);
      else search(inner);
      path.pop();
    }
  };
  search(schema);
  return found;
}

function isResources({ properties }: TSchema): boolean {
  return 'limits' in properties && 'requests' in properties && Object.keys(properties).length === 2;
}

/** What is wrong with a request compared to its limit. Both are quantities. */
export function requestProblem(name: string, request: string, limit: string | undefined): string | undefined {
  if (limit === undefined) return isDevice(name) ? 'a device needs a limit of the same amount' : undefined;
  const difference = compareQuantities(request, limit);
  if (difference > 0) return `request ${request} exceeds the limit ${limit}`;
  return difference < 0 && isDevice(name) ? `request ${request} of a device must equal the limit ${limit}` : undefined;
}

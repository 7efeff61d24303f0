// Requests and limits.

import { compareQuantities, isDevice, QUANTITY, RESOURCE_NAME } from '../../names/quantity';
import { isDefaultView } from '../../values/default-views';
import { isObjectSchema } from '../../values/schema/kinds';
import { map, object, type Static, type TObject, text } from '../../values/schema/schema';
import { validPart } from '../../values/schema/view';
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

/**
 * Rules for all resources in a schema that are never absent, one for each of its keys: no request may exceed its limit; for
 * devices, both must be equal.
 */
export const resourceRules = <V>(schema: TObject): Rule<V>[] =>
  (schema.required ?? []).map((key) => (values, report) => {
    for (const { path, limits, requests } of resourcesAt([key], schema, values as Tree)) {
      for (const [name, request] of Object.entries(requests)) {
        const problem = requestProblem(name, request, limits[name]);
        const at = (v: V) => path.reduce((tree, step) => tree[step] as Tree, v as Tree);
        if (problem !== undefined) report.error((v) => (at(v) as unknown as ResourceValues).requests[name], problem);
      }
    }
  });

type Tree = Readonly<Record<string, unknown>>;
type Amounts = Readonly<Record<string, string>>;

interface Found {
  readonly path: readonly string[];
  readonly limits: Amounts;
  readonly requests: Amounts;
}

/**
 * The resources at `path` and below it, without those of the chart's own defaults, which are valid, and without values that are
 * invalid, which are reported elsewhere. `above` has the last key of `path`.
 */
function* resourcesAt(path: readonly string[], { properties }: TObject, above: Tree): Generator<Found> {
  const key = path.at(-1) ?? '';
  const schema = properties[key];
  if (schema === undefined || !isObjectSchema(schema)) return;
  const value = validPart(above, key) as Tree | undefined;
  if (value === undefined || isDefaultView(value)) return;
  if (!isResources(schema)) {
    for (const inner of schema.required ?? []) yield* resourcesAt([...path, inner], schema, value);
    return;
  }
  const limits = validPart(value, 'limits') as Amounts | undefined;
  const requests = validPart(value, 'requests') as Amounts | undefined;
  if (limits && requests) yield { path, limits, requests };
}

function isResources({ properties }: TObject): boolean {
  return 'limits' in properties && 'requests' in properties && Object.keys(properties).length === 2;
}

/** What is wrong with a request compared to its limit. Both are quantities. */
export function requestProblem(name: string, request: string, limit: string | undefined): string | undefined {
  if (limit === undefined) return isDevice(name) ? 'a device needs a limit of the same amount' : undefined;
  const difference = compareQuantities(request, limit);
  if (difference > 0) return `request ${request} exceeds the limit ${limit}`;
  return difference < 0 && isDevice(name) ? `request ${request} of a device must equal the limit ${limit}` : undefined;
}

// Checks values that users pass to custom resources: types, patterns, limits, required fields, and no unknown ones.

import { gatewayShapes } from '../../../imports/gateway-api.shapes';
import { unknownAmong } from '../../values/messages';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import type { ShapeProblem } from './shape-problem';

/** The part of OpenAPI schemas that custom resource definitions of the project use. */
export interface Shape {
  readonly type: string;
  /** What the API server fills in. */
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

type Specs = Readonly<Record<string, Shape>>;

const ruleOf = ({ HTTPRouteSpec: spec }: Specs): Shape | undefined => spec?.properties?.rules?.items;

const SHAPES: Readonly<Record<string, (specs: Specs) => Shape | undefined>> = {
  GatewaySpec: (specs) => specs.GatewaySpec,
  HTTPRouteSpec: (specs) => specs.HTTPRouteSpec,
  HTTPRouteRule: ruleOf,
  HTTPRouteFilter: (specs) => ruleOf(specs)?.properties?.filters?.items,
  ParentReference: ({ HTTPRouteSpec: spec }) => spec?.properties?.parentRefs?.items,
  TCPRouteSpec: (specs) => specs.TCPRouteSpec,
};

let known: Specs | undefined;

/** The shape of a type of the Gateway API; `undefined` for types of other APIs. */
export function customShape(definition: string): Shape | undefined {
  if (!Object.hasOwn(SHAPES, definition)) return undefined;
  known ??= gatewayShapes() as Specs;
  return SHAPES[definition]?.(known);
}

/**
 * `value` with the defaults of its shape, as the API server returns it. Lists are replaced as a whole, so without them
 * a second apply would change them back.
 */
export function withServerDefaults<T>(shape: Shape | undefined, value: T): T {
  if (shape === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => withServerDefaults(shape.items, item)) as T;
  if (!isMap(value)) return value;
  const { properties = {} } = shape;
  const filled = Object.entries(properties).flatMap(([key, property]) =>
    property.default !== undefined && value[key] === undefined ? [[key, property.default] as const] : [],
  );
  const given = Object.entries(value).map(([key, entry]) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return [key, withServerDefaults(property, entry)] as const;
  });
  return Object.fromEntries([...filled, ...given]) as T;
}

/** Everything that is wrong with `value`. */
export function customProblems(shape: Shape, value: unknown, path: Path = []): ShapeProblem[] {
  const problem = (message: string, at: Path = path) => ({ path: at, message, unknown: false });
  switch (shape.type) {
    case 'object':
      return isMap(value) ? inMap(shape, value, path) : [problem('must be a map')];
    case 'array':
      return Array.isArray(value) ? inList(shape, value, path) : [problem('must be a list')];
    case 'integer':
      return inRange(shape, value) ? [] : [problem(`must be an integer${limits(shape)}`)];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [problem('must be true or false')];
    default:
      return inText(shape, value).map((message) => problem(message));
  }
}

function inMap(
  { properties = {}, required = [] }: Shape,
  map: Readonly<Record<string, unknown>>,
  path: Path,
): ShapeProblem[] {
  const missing = required.filter((key) => map[key] === undefined);
  return [
    ...missing.map((key) => ({ path: [...path, key], message: 'is required', unknown: false })),
    ...Object.entries(map).flatMap(([key, value]): ShapeProblem[] => {
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (property) return value === undefined ? [] : customProblems(property, value, [...path, key]);
      return [{ path: [...path, key], message: unknownAmong(Object.keys(properties), key), unknown: true }];
    }),
  ];
}

function inList({ items, maxItems }: Shape, list: readonly unknown[], path: Path): ShapeProblem[] {
  const tooMany = maxItems !== undefined && list.length > maxItems;
  return [
    ...(tooMany ? [{ path, message: `must have at most ${maxItems} entries`, unknown: false }] : []),
    ...(items ? list.flatMap((item, index) => customProblems(items, item, [...path, index])) : []),
  ];
}

function inText({ pattern, maxLength }: Shape, value: unknown): string[] {
  if (typeof value !== 'string') return ['must be a string (quote it)'];
  const choices = pattern && /^\^\(([\w|]+)\)\$$/.exec(pattern)?.[1];
  if (choices && !new RegExp(pattern).test(value)) return [`must be ${choices.split('|').join(' or ')}`];
  if (pattern && !new RegExp(pattern).test(value)) return [`must match ${pattern}`];
  return maxLength !== undefined && value.length > maxLength ? [`must have at most ${maxLength} characters`] : [];
}

const inRange = ({ minimum, maximum }: Shape, value: unknown): boolean =>
  Number.isInteger(value) &&
  (value as number) >= (minimum ?? Number.NEGATIVE_INFINITY) &&
  (value as number) <= (maximum ?? Number.POSITIVE_INFINITY);

function limits({ minimum, maximum }: Shape): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : ` of at least ${minimum}`;
}

// Filters and rules of an HTTPRoute, as the validation rules of their CRD have it.

import type { HttpRouteSpecRules, HttpRouteSpecRulesFilters } from '../../../imports/gateway.networking.k8s.io';
import { each, type Refusal, type Rules, refusal } from './refusal';

/** The field that a filter of each type has. */
const FIELDS = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  CORS: 'cors',
  ExtensionRef: 'extensionRef',
} as const;

type FilterType = keyof typeof FIELDS;

/** Filters of these types can occur more than once. */
const REPEATABLE: readonly string[] = ['RequestMirror', 'ExtensionRef'];

export function* httpRouteFilter(filter: HttpRouteSpecRulesFilters): Generator<Refusal> {
  const own = FIELDS[filter.type as FilterType];
  if (filter[own] === undefined) yield refusal(`is required for type ${filter.type}`, own);
  for (const [type, field] of Object.entries(FIELDS)) {
    if (field !== own && filter[field] !== undefined) yield refusal(`is only for type ${type}`, field);
  }
  for (const field of ['requestRedirect', 'urlRewrite'] as const) {
    const { path } = filter[field] ?? {};
    if (!path) continue;
    const wanted = path.type === 'ReplaceFullPath' ? 'replaceFullPath' : 'replacePrefixMatch';
    const other = path.type === 'ReplaceFullPath' ? 'replacePrefixMatch' : 'replaceFullPath';
    if (path[wanted] === undefined) yield refusal(`is required for type ${path.type}`, field, 'path', wanted);
    if (path[other] !== undefined) yield refusal(`does not go with type ${path.type}`, field, 'path', other);
  }
}

export function* httpRouteRule(rule: HttpRouteSpecRules): Generator<Refusal> {
  const { matches, filters = [], backendRefs = [], timeouts } = rule;
  for (const [index, { path }] of (matches ?? []).entries()) {
    const value = path?.value;
    if (value === undefined || path?.type === 'RegularExpression') continue;
    if (!value.startsWith('/')) yield refusal('must start with /', 'matches', index, 'path', 'value');
    else if (UNSAFE.test(value))
      yield refusal('must not contain //, /./, /../, %2f, %2F or #', 'matches', index, 'path', 'value');
  }
  yield* each(filters, ['filters'], httpRouteFilter);
  yield* combinations(filters, ['filters']);
  for (const [index, backend] of backendRefs.entries()) {
    const isService = (backend.kind ?? 'Service') === 'Service' && !backend.group;
    if (isService && backend.port === undefined)
      yield refusal('is required for a Service', 'backendRefs', index, 'port');
    yield* each(backend.filters, ['backendRefs', index, 'filters'], httpRouteFilter);
  }
  if (backendRefs.length > 0 && filters.some(({ type }) => type === 'RequestRedirect')) {
    yield refusal('must be empty with a filter of type RequestRedirect', 'backendRefs');
  }
  const [request, attempt] = [milliseconds(timeouts?.request), milliseconds(timeouts?.backendRequest)];
  if (request && attempt !== undefined && attempt > request) {
    yield refusal('must not be longer than request', 'timeouts', 'backendRequest');
  }
}

const UNSAFE = /\/\/|\/\.{1,2}(\/|$)|%2f|#/i;

/** Filters that cannot be used together. */
export function* combinations(
  filters: readonly Pick<HttpRouteSpecRulesFilters, 'type'>[],
  place: readonly string[],
): Generator<Refusal> {
  const types = filters.map(({ type }) => type);
  for (const [index, type] of types.entries()) {
    if (types.indexOf(type) < index && !REPEATABLE.includes(type)) {
      yield refusal(`must not have a second filter of type ${type}`, ...place, index);
    }
  }
  const rewrite = types.indexOf('URLRewrite');
  if (rewrite >= 0 && types.includes('RequestRedirect')) {
    yield refusal('URLRewrite and RequestRedirect cannot be used together', ...place, rewrite);
  }
}

const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** The length of `1h30m`. */
export const milliseconds = (duration: string | undefined): number | undefined =>
  duration === undefined
    ? undefined
    : [...duration.matchAll(/(\d+)(ms|h|m|s)/g)].reduce(
        (sum, [, count, unit]) => sum + Number(count) * UNITS[unit as keyof typeof UNITS],
        0,
      );

export const gatewayRules: Rules = { HTTPRouteFilter: httpRouteFilter, HTTPRouteRule: httpRouteRule };

// Lazy values, tokens and unions in props. Values decide which objects there are, so they are resolved when a construct is
// created, not when it is synthesized.

import { ApiObject, App, Chart, type IResolver, ResolutionContext } from 'cdk8s';
import type { Construct } from 'constructs';

/** A copy of `value` in which the resolvers of the App have replaced everything that they know. */
export function resolved(scope: Construct, value: unknown): unknown {
  if (isPlain(value)) return value;
  const { resolvers } = App.of(scope);
  // Resolvers get the object that they resolve for, which does not exist yet.
  const stand = new ApiObject(new Chart(new App(), 'props'), 'props', { apiVersion: 'v1', kind: 'Props' });
  return resolveAt(stand, resolvers, value, []);
}

function resolveAt(stand: ApiObject, resolvers: readonly IResolver[], value: unknown, key: string[]): unknown {
  if (value === null || value === undefined) return value;
  const context = new ResolutionContext(stand, key, value);
  const isReplaced = resolvers.some((resolver) => {
    resolver.resolve(context);
    return context.replaced;
  });
  if (isReplaced) return resolveAt(stand, resolvers, unwrapped(value, context.replacedValue), key);
  if (Array.isArray(value))
    return value.map((item, index) => resolveAt(stand, resolvers, item, [...key, String(index)]));
  if (!isPlainMap(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, item]) => [name, resolveAt(stand, resolvers, item, [...key, name])]));
}

/** cdk8s replaces a union such as `k8s.Quantity` with `{value}`, from which its generated classes take the value. */
function unwrapped(value: unknown, replaced: unknown): unknown {
  const isUnion = !isPlainMap(value) && isPlainMap(replaced) && Object.keys(replaced).join() === 'value';
  return isUnion ? (replaced as { readonly value: unknown }).value : replaced;
}

const isPlainMap = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Whether no built-in resolver has anything to do. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value === 'function') return false;
  if (typeof value !== 'object' || value === null) return true;
  return isPlainMap(value) && Object.values(value).every(isPlain);
}

// The validation rules of CRDs in CEL.

import { SCHEMA_GROUPS } from '../../imports/schemas/groups';
import { customResourceProblems } from '../../lib/k8s/custom-resources';
import { isSupported } from '../../lib/k8s/custom-resources/cel';
import { customGroup } from '../../lib/k8s/custom-resources/schemas';
import { formatPath } from '../../lib/values/path';

function problems(apiVersion: string, kind: string, spec: object, namespace: object = { namespace: 'labs' }): string[] {
  const object = { apiVersion, kind, metadata: { name: 'x', ...namespace }, spec };
  return [...customResourceProblems(object)].map(({ path, message }) => `${formatPath(path)}: ${message}`);
}

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const route = (rule: object, others: object = {}) => problems(GATEWAY_API, 'HTTPRoute', { rules: [rule], ...others });
const listeners = (...list: object[]) => problems(GATEWAY_API, 'Gateway', { gatewayClassName: 'a', listeners: list });
const pool = (template: object) =>
  problems(
    'karpenter.sh/v1',
    'NodePool',
    { template: { spec: { nodeClassRef: { group: 'a.b', kind: 'C', name: 'd' }, requirements: [], ...template } } },
    {},
  );

test('rules that hold', () => {
  const redirect = { type: 'RequestRedirect', requestRedirect: { scheme: 'https', port: 443 } };
  expect(route({ filters: [redirect] })).toEqual([]);
  expect(route({ backendRefs: [{ name: 'a', port: 80 }] }, { parentRefs: [{ name: 'a', namespace: 'b' }] })).toEqual(
    [],
  );
  expect(listeners({ name: 'a', port: 80, protocol: 'HTTP' }, { name: 'b', port: 81, protocol: 'HTTP' })).toEqual([]);
  expect(pool({ requirements: [{ key: 'a', operator: 'In', values: ['b'] }] })).toEqual([]);
});

test.each([
  [{ filters: [{ type: 'RequestRedirect' }] }, 'spec.rules[0].filters[0]: filter.requestRedirect must be specified'],
  [{ backendRefs: [{ name: 'a' }] }, 'spec.rules[0].backendRefs[0]: Must have port for Service reference'],
  [{ matches: [{ path: { value: 'a' } }] }, 'spec.rules[0].matches[0].path: value must be an absolute path'],
  [{ timeouts: { request: '1s', backendRequest: '2s' } }, 'spec.rules[0].timeouts: backendRequest timeout cannot be'],
])('an HTTPRoute with %j', (rule, message) => {
  expect(route(rule)).toEqual([expect.stringContaining(message)]);
});

test('rules about lists, with fields that are keywords of CEL', () => {
  const parentRefs = [
    { name: 'a', namespace: 'b' },
    { name: 'a', namespace: 'b' },
  ];
  expect(route({}, { parentRefs })).toEqual([
    'spec.parentRefs: sectionName or port must be unique when parentRefs includes 2 or more references to the same parent',
  ]);
  const same = { port: 80, protocol: 'HTTP' };
  expect(listeners({ name: 'a', ...same }, { name: 'b', ...same })).toEqual([
    'spec.listeners: Combination of port, protocol and hostname must be unique for each listener',
  ]);
});

test('a rule that needs an absent field is broken', () => {
  expect(pool({ requirements: [{ key: 'a', operator: 'In' }] })).toEqual([
    "spec.template.spec.requirements: requirements with operator 'In' must have a value defined",
  ]);
});

test('functions that Kubernetes adds to CEL', () => {
  expect(pool({ requirements: [{ key: 'karpenter.sh/other', operator: 'Exists' }] })).toEqual([
    expect.stringContaining('spec.template.spec.requirements[0].key: label domain "karpenter.sh" is restricted'),
  ]);
});

test('only these rules are skipped: those about changes, and those with an index in has()', () => {
  const rules = SCHEMA_GROUPS.flatMap(
    (group) => customGroup(group)?.parts.flatMap((part) => (part.rules ?? []).map(({ rule }) => rule)) ?? [],
  );
  expect(rules.length).toBeGreaterThan(100);
  const skipped = rules.filter((rule) => !isSupported(rule));
  expect(skipped.filter((rule) => !/\boldSelf\b/.test(rule)).sort()).toMatchInlineSnapshot(`
[
  "(has(self.backendRefs) && self.backendRefs.exists_one(b, (has(b.filters) && b.filters.exists_one(f, has(f.requestRedirect) && has(f.requestRedirect.path) && f.requestRedirect.path.type == 'ReplacePrefixMatch' && has(f.requestRedirect.path.replacePrefixMatch))) )) ? ((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true",
  "(has(self.backendRefs) && self.backendRefs.exists_one(b, (has(b.filters) && b.filters.exists_one(f, has(f.urlRewrite) && has(f.urlRewrite.path) && f.urlRewrite.path.type == 'ReplacePrefixMatch' && has(f.urlRewrite.path.replacePrefixMatch))) )) ? ((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true",
  "(has(self.filters) && self.filters.exists_one(f, has(f.requestRedirect) && has(f.requestRedirect.path) && f.requestRedirect.path.type == 'ReplacePrefixMatch' && has(f.requestRedirect.path.replacePrefixMatch))) ? ((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true",
  "(has(self.filters) && self.filters.exists_one(f, has(f.urlRewrite) && has(f.urlRewrite.path) && f.urlRewrite.path.type == 'ReplacePrefixMatch' && has(f.urlRewrite.path.replacePrefixMatch))) ? ((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true",
]
`);
});

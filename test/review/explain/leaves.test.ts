// The values that can be changed: each setting, and each entry of a Kubernetes block.

import { podSecurityContext } from '../../../lib/k8s/common';
import { leavesOf } from '../../../lib/review/explain/leaves';
import { formatPath } from '../../../lib/values/path';
import { boolean, choice, integer, object } from '../../../lib/values/schema/schema';

const schema = object({
  size: integer({ description: 'Size.', default: 1 }),
  lit: boolean({ description: 'Light.', default: false }),
  type: choice(['a', 'b', 'c'], { description: 'Type.', default: 'a' }),
  podSecurityContext: podSecurityContext(),
});
const leaves = (value: object) => leavesOf(schema, value).map(({ path, kind }) => [formatPath(path), kind]);

test('settings are plain, switches or choices', () => {
  expect(leaves({ size: 2, lit: true, type: 'b', podSecurityContext: {} })).toEqual([
    ['size', 'plain'],
    ['lit', 'switch'],
    ['type', 'choice'],
    ['podSecurityContext', 'plain'],
  ]);
});

test('the entries of a block can be changed one by one, with values that the block accepts', () => {
  const block = { runAsNonRoot: true, sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] };
  const inside = leavesOf(schema, { podSecurityContext: block }).filter(({ path }) => path.length > 1);
  expect(inside.map(({ path, kind }) => [formatPath(path), kind])).toEqual([
    ['podSecurityContext.runAsNonRoot', 'switch'],
    ['podSecurityContext.sysctls[0].name', 'plain'],
    ['podSecurityContext.sysctls[0].value', 'plain'],
  ]);
  expect([...(inside[0]?.others ?? [])]).toContain(false);
  for (const { others } of inside.slice(1)) expect([...others].every((other) => typeof other === 'string')).toBe(true);
});

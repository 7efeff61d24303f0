// Values that a schema accepts, made up: for properties that hold for any of them.

import { Kind, TypeGuard } from '@sinclair/typebox';
import fc from 'fast-check';
import { QUANTITY } from '../../lib/k8s/quantity';
import { isRequired } from '../../lib/values/defaults';
import { itemOf, type TSchema } from '../../lib/values/schema';

/** Blocks as users write them; those that only make sense with others stay out. */
const BLOCKS: Readonly<Record<string, readonly object[]>> = {
  Affinity: [{ nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } }],
  EnvVar: [{ name: 'EXTRA', value: '0123' }],
  HostAlias: [{ ip: '10.0.0.7', hostnames: ['registry.internal'] }],
  NetworkPolicyPeer: [{ podSelector: { matchLabels: { app: 'caller' } } }],
  NodeSelectorRequirement: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] }],
  PodSecurityContext: [{ fsGroup: 2000 }],
  SecurityContext: [{ runAsUser: 1234, readOnlyRootFilesystem: true }],
  Toleration: [{ key: 'dedicated', operator: 'Exists' }],
};

/** Any tree that fits `schema`: each key is given or left to its default. `leave` names paths that are always left. */
export function valuesOf(schema: TSchema, leave: readonly string[], path = ''): fc.Arbitrary<unknown> {
  if (TypeGuard.IsObject(schema)) {
    const keys = Object.entries(schema.properties).map(
      ([key, property]) => [key, property, path ? `${path}.${key}` : key] as const,
    );
    const given = keys.filter(([, , at]) => !leave.includes(at));
    return fc.record(Object.fromEntries(given.map(([key, property, at]) => [key, valuesOf(property, leave, at)])), {
      requiredKeys: given.filter(([, property]) => isRequired(property)).map(([key]) => key),
    });
  }
  const item = itemOf(schema);
  if (item && TypeGuard.IsArray(schema)) return fc.array(valuesOf(item, leave, `${path}[]`), { maxLength: 2 });
  if (item) return fc.dictionary(keysOf(schema), valuesOf(item, leave, `${path}.*`), { maxKeys: 2 });
  return leafOf(schema);
}

function keysOf(schema: TSchema): fc.Arbitrary<string> {
  const [pattern = ''] = Object.keys(schema.patternProperties ?? {});
  return pattern.includes('[')
    ? fc.stringMatching(new RegExp(pattern), { size: 'xsmall' })
    : fc.constantFrom('cpu', 'memory');
}

function leafOf(schema: TSchema): fc.Arbitrary<unknown> {
  const { minimum = 0, maximum = 100_000 } = schema;
  switch (schema[Kind]) {
    case 'Boolean':
      return fc.boolean();
    case 'Choice':
      return fc.constantFrom(...(schema.enum as unknown[]));
    case 'Whole':
      return fc.integer({ min: minimum, max: maximum });
    case 'Share':
      return fc.constantFrom<unknown>(Math.max(1, minimum), '25%');
    case 'Block':
      return blockOf(schema);
    default:
      return textOf(schema);
  }
}

function blockOf({ definition, type }: TSchema): fc.Arbitrary<unknown> {
  const samples = BLOCKS[String(definition)] ?? [];
  if (type === 'array') return fc.constantFrom<unknown>([], samples);
  return fc.constantFrom<unknown>({}, ...samples);
}

function textOf({ pattern, minLength = 0, maxLength = 253, default: value }: TSchema): fc.Arbitrary<string> {
  if (pattern === QUANTITY) return fc.constantFrom('8Gi', '1e10');
  const any = fc
    .stringMatching(new RegExp(pattern ?? '^[a-z][a-z0-9]{0,8}$'), { size: 'xsmall' })
    .filter((text) => text.length >= minLength && text.length <= maxLength);
  return value === '' ? fc.oneof(fc.constant(''), any) : any;
}

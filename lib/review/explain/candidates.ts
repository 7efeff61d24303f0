// Candidates for other values. ./leaves checks whether the schema accepts them.

import { Kind } from '@sinclair/typebox';
import { isArraySchema, isBooleanSchema, isObjectSchema, isRecordSchema } from '../../values/schema/kinds';
import { itemOf, type TSchema } from '../../values/schema/schema';

/** Other values than this one, most likely valid first. */
export function candidates(schema: TSchema, value: unknown): unknown[] {
  if (Array.isArray(schema.enum)) return schema.enum;
  if (typeof value === 'boolean' || isBooleanSchema(schema)) return [value !== true];
  if (typeof value === 'number' || schema[Kind] === 'integer' || schema[Kind] === 'integerOrPercent')
    return numbers(schema, value);
  if (schema[Kind] === 'block') return blocks(schema, value);
  if (isArraySchema(schema) || isRecordSchema(schema)) return collections(schema);
  return texts(typeof value === 'string' ? value : '');
}

/** The same for a value inside a block, which our schema does not describe. */
export function freeCandidates(value: unknown): unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, value - 1];
  if (typeof value === 'string') return texts(value);
  return Array.isArray(value)
    ? [['explained'], [{ name: 'explained' }]]
    : [{ explained: 'x' }, ...Object.values(BLOCKS)];
}

function numbers(schema: TSchema, value: unknown): number[] {
  const number = typeof value === 'number' ? value : (schema.minimum ?? 1);
  return [number + 1, number - 1, number * 2 + 1, number];
}

/** Strings similar to this one, which may match its pattern; then some common ones. */
function texts(value: string): string[] {
  const near =
    value === ''
      ? []
      : [
          `${value}x`,
          `x${value}`,
          `${value}1`,
          value.slice(0, -1),
          ...[/\d/, /\d(?=\D*$)/].map((digit) => value.replace(digit, (found) => (found === '7' ? '3' : '7'))),
        ];
  return [...near, ...USUAL];
}

const USUAL = [
  'explained',
  'x',
  'explained.example',
  'https://explained.example',
  'ssh://explained.example',
  'explained.example:7777',
  'explained@explained.example',
  '/explained',
  '7',
  '7Gi',
  '7m',
  '7%',
  'true',
  'false',
  'http',
  '{}',
  '* * * * 7',
  'explained-'.repeat(4).slice(0, -1),
  '7'.repeat(16),
  '7'.repeat(32),
  '7'.repeat(64),
  `sha256:${'7'.repeat(64)}`,
  '10.7.0.0/16',
  '10.7.0.7',
  'TLS_AES_128_GCM_SHA256',
  'arn:aws:iam::777777777777:role/explained',
  `explained:$2y$10$${'7'.repeat(53)}`,
  `$2y$10$${'7'.repeat(53)}`,
  ...['CERTIFICATE', 'RSA PRIVATE KEY', 'PRIVATE KEY'].map(
    (what) => `-----BEGIN ${what}-----\nNzc3\n-----END ${what}-----\n`,
  ),
];

/** A non-empty list or map instead of an empty one. */
function collections(schema: TSchema): unknown[] {
  const item = itemOf(schema);
  const items = item ? samples(item) : [];
  if (isArraySchema(schema)) return items.map((one) => [one]);
  return items.flatMap((one) => KEYS.map((key) => ({ [key]: one })));
}

const KEYS = ['explained', 'EXPLAINED', 'explained.example/x', 'cpu', '7'];

/** Values for a path without a value. */
function samples(schema: TSchema): unknown[] {
  if (!isObjectSchema(schema)) return candidates(schema, undefined);
  const required = Object.entries(schema.properties).filter(([, property]) => !('default' in property));
  const tried = required.map(([key, property]) => [key, samples(property)] as const);
  const most = Math.max(1, ...tried.map(([, values]) => values.length));
  return Array.from({ length: most }, (_, at) =>
    Object.fromEntries(tried.map(([key, values]) => [key, values[Math.min(at, values.length - 1)]])),
  );
}

/** Empty instead of the current value, and vice versa. */
function blocks(schema: TSchema, value: unknown): unknown[] {
  const isList = schema.type === 'array';
  const isEmpty = value === undefined || Object.keys(value as object).length === 0;
  if (!isEmpty) return [isList ? [] : {}];
  const some = BLOCKS[schema.definition as string] ?? { name: 'explained' };
  return [isList ? [some] : some];
}

/** The minimal value of each Kubernetes type; a name for all others. */
const BLOCKS: Readonly<Record<string, object>> = {
  LabelSelector: { matchLabels: { explained: 'x' } },
  EmptyDir: { medium: 'Memory' },
  Affinity: { nodeAffinity: {} },
  Capabilities: { drop: ['ALL'] },
  Container: { name: 'explained', image: 'explained' },
  HTTPIngressPath: {
    path: '/explained',
    pathType: 'Prefix',
    backend: { service: { name: 'explained', port: { number: 7 } } },
  },
  HorizontalPodAutoscalerBehavior: { scaleDown: { stabilizationWindowSeconds: 7 } },
  HostAlias: { ip: '192.0.2.7', hostnames: ['explained.example'] },
  HTTPRouteFilter: { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['explained'] } },
  IngressRule: { host: 'explained.example' },
  IngressTLS: { hosts: ['explained.example'] },
  LimitRangeItem: { type: 'Container', max: { cpu: '7' } },
  MetricSpec: { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 7 } } },
  NetworkPolicyEgressRule: { to: [{ podSelector: {} }] },
  NetworkPolicyPeer: { podSelector: {} },
  NodeSelectorRequirement: { key: 'explained', operator: 'Exists' },
  PodDNSConfig: { searches: ['explained.example'] },
  PodSecurityContext: { runAsUser: 7 },
  SecurityContext: { runAsUser: 7 },
  Toleration: { key: 'explained', operator: 'Exists' },
  Volume: { name: 'explained', emptyDir: {} },
  VolumeMount: { name: 'explained', mountPath: '/explained' },
};

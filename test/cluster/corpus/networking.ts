// Services, Ingresses, network policies, host aliases, and the node pool of Karpenter.

import { type Breakage, long, variants } from './breakage';

const portNumber = variants(31_337);
export const port: readonly Breakage[] = [
  ...portNumber('range', 0, 65_536, -1),
  ...portNumber('int32', 2_147_483_648),
  ...portNumber('type', 'web', 80.5),
];

export const serviceType: readonly Breakage[] = variants('NodePort')('enum', 'nodeport', 'Nodeport', 'Ingress');

const host = variants('corpus.example.com');
export const hostname: readonly Breakage[] = [
  ...host('syntax', 'Corpus.example.com', 'corpus_1.example.com', 'corpus..example.com', '*.*.example.com'),
  ...host('syntax', 'corpus.example.com:443', 'https://corpus.example.com'),
  ...host('address', '192.0.2.7'),
  ...host('length', `${long(63)}.${long(63, 'y')}.${long(63, 'z')}.${long(63, 'w')}.example.com`),
];

const path = variants('/corpus');
export const ingressPath: readonly Breakage[] = path('syntax', 'corpus', '/corpus/../etc', '/corpus//a', '/a%2fb');
export const pathType: readonly Breakage[] = variants('Exact')('enum', 'exact', 'Regex', 'ImplementationSpecific ');

const backend = { service: { name: 'corpus', port: { number: 31_338 } } };
const route = { path: '/corpus-extra', pathType: 'Prefix', backend };
const routes = variants([route]);
const routeWith = (change: object) => [{ ...route, ...change }];
const serviceWith = (change: object) => routeWith({ backend: { service: { ...backend.service, ...change } } });
export const extraPaths: readonly Breakage[] = [
  ...routes('syntax', routeWith({ path: 'corpus-extra' }), serviceWith({ name: '9corpus' })),
  ...routes('enum', routeWith({ pathType: 'Glob' })),
  ...routes('required', [{ path: '/corpus-extra', backend }], routeWith({ backend: {} })),
  ...routes('range', serviceWith({ port: { number: 65_536 } })),
  ...routes('exclusive', serviceWith({ port: { number: 31_338, name: 'web' } })),
  ...routes('type', serviceWith({ port: { number: 'web' } })),
  ...routes('unknown-field', routeWith({ pathtype: 'Exact' })),
];

const certificate = { hosts: ['tls.example.com'], secretName: 'corpus-tls' };
const certificates = variants([certificate]);
export const extraTls: readonly Breakage[] = [
  ...certificates('syntax', [{ ...certificate, hosts: ['tls_1.example.com'] }]),
  ...certificates('syntax', [{ ...certificate, secretName: 'Corpus TLS' }]),
  ...certificates('address', [{ ...certificate, hosts: ['192.0.2.7'] }]),
  ...certificates('type', [{ ...certificate, hosts: 'tls.example.com' }]),
  ...certificates('unknown-field', [{ ...certificate, host: 'tls.example.com' }]),
];

const block = { cidr: '198.51.100.0/24', except: ['198.51.100.128/25'] };
const peer = { ipBlock: block };
const peers = variants([peer]);
const blockWith = (change: object) => [{ ipBlock: { ...block, ...change } }];
const selected = variants([{ namespaceSelector: { matchLabels: { corpus: 'yes' } } }]);
export const policyPeers: readonly Breakage[] = [
  ...peers('address', blockWith({ cidr: '198.51.100.0/33' }), blockWith({ cidr: '198.51.100.0' })),
  ...peers('address', blockWith({ cidr: '198.51.300.0/24' }), blockWith({ except: ['198.51.100.128-198.51.100.255'] })),
  ...peers('cross-field', blockWith({ except: ['203.0.113.0/25'] }), blockWith({ except: [block.cidr] })),
  ...peers('exclusive', [{ ...peer, podSelector: { matchLabels: { corpus: 'yes' } } }]),
  ...peers('required', [{}]),
  ...peers('unknown-field', [{ ipBlock: block, ports: [80] }]),
  ...selected('syntax', [{ namespaceSelector: { matchLabels: { 'corpus ns': 'yes' } } }]),
  ...selected('enum', [
    { namespaceSelector: { matchExpressions: [{ key: 'corpus', operator: 'Is', values: ['x'] }] } },
  ]),
  ...selected('cross-field', [
    { namespaceSelector: { matchExpressions: [{ key: 'corpus', operator: 'DoesNotExist', values: ['x'] }] } },
  ]),
];

const alias = { ip: '192.0.2.9', hostnames: ['alias.example.com'] };
const aliases = variants([alias]);
export const hostAliases: readonly Breakage[] = [
  ...aliases('address', [{ ...alias, ip: '192.0.2.300' }], [{ ...alias, ip: 'alias.example.com' }]),
  ...aliases('syntax', [{ ...alias, hostnames: ['alias_1.example.com'] }]),
  ...aliases('required', [{ hostnames: ['alias.example.com'] }]),
  ...aliases('duplicate', [alias, { ...alias, hostnames: ['other.example.com'] }]),
  ...aliases('type', [{ ...alias, hostnames: 'alias.example.com' }]),
  ...aliases('unknown-field', [{ ...alias, hostname: 'alias.example.com' }]),
];

const KARPENTER = { enabled: true, nodeClassRef: { name: 'corpus' } };
const pool = (sample: unknown) => variants(sample, KARPENTER);
export const expireAfter: readonly Breakage[] = pool('727h')('syntax', '30d', 'never', '727 h');
export const consolidationPolicy: readonly Breakage[] = pool('WhenEmptyOrUnderutilized')('enum', 'Always', 'whenEmpty');
export const weight: readonly Breakage[] = [...pool(89)('range', 0, 101), ...pool(89)('type', 'heavy')];
export const poolLimits: readonly Breakage[] = [
  ...pool({ cpu: '97', memory: '97Gi' })('quantity', { cpu: '97', memory: '97GB' }, { cpu: 'all', memory: '97Gi' }),
];
const requirement = { key: 'corpus.example.com/size', operator: 'In', values: ['large'] };
const requirements = pool([requirement]);
export const poolRequirements: readonly Breakage[] = [
  ...requirements('enum', [{ ...requirement, operator: 'OneOf' }]),
  ...requirements('required', [{ ...requirement, values: [] }], [{ key: requirement.key }]),
  ...requirements('syntax', [{ ...requirement, key: 'corpus size' }]),
  ...requirements('cross-field', [{ ...requirement, operator: 'Gt', values: ['large'] }]),
];

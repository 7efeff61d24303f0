// Probes, scaling, disruption, storage, names: mostly single values.

import { type Breakage, long, variants } from './breakage';

const INT32 = 2_147_483_648;

const period = variants(97);
export const seconds: readonly Breakage[] = [
  ...period('range', -1),
  ...period('int32', INT32),
  ...period('type', 'soon', 1.5, ['97']),
];

const replicas = variants(37);
export const replicaCount: readonly Breakage[] = [
  ...replicas('range', -1),
  ...replicas('int32', INT32),
  ...replicas('type', 'many', 1.5),
];

const share = variants('37%');
export const maxUnavailable: readonly Breakage[] = [
  ...share('range', -1, '-1%', '137%'),
  ...share('syntax', '37 %', 'some'),
  ...share('int32', INT32),
  ...share('type', 1.5, ['37%']),
];

const rolling = { maxUnavailable: 0, maxSurge: '37%' };
const update = variants(rolling);
export const updateStrategy: readonly Breakage[] = [
  ...update('cross-field', { ...rolling, maxSurge: 0 }, { ...rolling, maxUnavailable: 1 }),
  ...update('range', { ...rolling, maxSurge: -1 }),
  ...update('range', { maxUnavailable: '137%', maxSurge: 0 }),
  ...update('syntax', { ...rolling, maxSurge: '37' }),
];

const scaled = { enabled: true, minReplicas: 3, maxReplicas: 37 };
const scale = (change: object) => ({ ...scaled, ...change });
/** `beside` makes the object exist; the sample is one of its numbers. */
export const maxReplicas: readonly Breakage[] = [
  ...variants(37, { enabled: true, minReplicas: 3 })('cross-field', 2),
  ...variants(37, { enabled: true, minReplicas: 3 })('range', 0, -1),
  ...variants(37, { enabled: true, minReplicas: 3 })('int32', INT32),
];
export const minReplicas: readonly Breakage[] = [
  ...variants(3, { enabled: true, maxReplicas: 37 })('range', -1, 0),
  ...variants(3, { enabled: true, maxReplicas: 37 })('cross-field', 38),
];

const behavior = {
  scaleDown: { stabilizationWindowSeconds: 61, policies: [{ type: 'Pods', value: 1, periodSeconds: 62 }] },
};
const behave = variants(behavior, scale({}));
const downWith = (change: object) => ({ scaleDown: { ...behavior.scaleDown, ...change } });
const policyWith = (change: object) => downWith({ policies: [{ ...behavior.scaleDown.policies[0], ...change }] });
export const scalingBehavior: readonly Breakage[] = [
  ...behave('range', downWith({ stabilizationWindowSeconds: 3601 }), downWith({ stabilizationWindowSeconds: -1 })),
  ...behave('range', policyWith({ periodSeconds: 1801 }), policyWith({ value: 0 })),
  ...behave('enum', downWith({ selectPolicy: 'Least' }), policyWith({ type: 'Nodes' })),
  ...behave('required', downWith({ policies: [] })),
];

const metric = {
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 71 } },
};
const measure = variants([metric], scale({}));
const targetWith = (target: object) => [{ ...metric, resource: { name: 'memory', target } }];
export const scalingMetrics: readonly Breakage[] = [
  ...measure('range', targetWith({ type: 'Utilization', averageUtilization: 0 })),
  ...measure('enum', [{ ...metric, type: 'Resources' }], targetWith({ type: 'Share', averageUtilization: 71 })),
  ...measure('required', [{ type: 'Resource' }], targetWith({ type: 'Utilization' })),
  ...measure('exclusive', targetWith({ type: 'AverageValue', averageValue: '1', averageUtilization: 71 })),
  ...measure('quantity', targetWith({ type: 'AverageValue', averageValue: '1 G' })),
];

const size = variants('79Gi');
export const storageSize: readonly Breakage[] = [
  ...size('quantity', '79GB', '79 Gi', '79gi', 'big'),
  ...size('range', '-79Gi', '0'),
];

const limit = variants('83Mi');
export const sizeLimit: readonly Breakage[] = [
  ...limit('quantity', '83MB', '83 Mi', '8e3e3'),
  ...limit('range', '-83Mi'),
];

const modes = variants(['ReadWriteMany']);
export const accessModes: readonly Breakage[] = [
  ...modes('enum', ['ReadWriteTwice'], ['readWriteOnce']),
  ...modes('required', []),
  ...modes('exclusive', ['ReadWriteOncePod', 'ReadWriteMany']),
];

const name = (sample: string, ...broken: readonly string[]): Breakage[] => [
  ...variants(sample)('syntax', ...broken),
  ...variants(sample)('length', long(254)),
];
export const objectName: readonly Breakage[] = name('corpus-name', 'Corpus-name', 'corpus_name', 'corpus.', '-corpus');
export const className: readonly Breakage[] = name('corpus-class', 'Corpus', 'corpus class', 'corpus/class', '.corpus');
export const releaseName: readonly Breakage[] = [
  ...variants('corpusfull')('syntax', 'Corpusfull', 'corpus_full', '9corpus', 'corpus-'),
  ...variants('corpusfull')('length', long(64)),
];

export const pullPolicy: readonly Breakage[] = variants('Never')('enum', 'always', 'Sometimes', 'IfNotpresent');
export const restartPolicy: readonly Breakage[] = variants('OnFailure')('enum', 'onFailure', 'Sometimes');

// Placement and metadata of pods: selectors, tolerations, affinity, labels, annotations.

import { type Breakage, long, variants } from './breakage';

const selector = variants({ 'corpus.example.com/pool': 'warm' });

export const nodeSelector: readonly Breakage[] = [
  ...selector('syntax', { 'corpus pool': 'warm' }, { 'a/b/c': 'warm' }, { 'corpus.example.com/pool': 'warm pool' }),
  ...selector('syntax', { 'Corpus.example.com/pool': 'warm' }, { 'corpus.example.com/pool': '-warm' }),
  ...selector('length', { 'corpus.example.com/pool': long(64) }, { [long(64)]: 'warm' }),
  ...selector('type', { 'corpus.example.com/pool': ['warm'] }, { 'corpus.example.com/pool': { is: 'warm' } }),
];

export const labels: readonly Breakage[] = [
  ...selector('syntax', { 'corpus pool': 'warm' }, { '/pool': 'warm' }, { 'corpus.example.com/pool': 'warm/pool' }),
  ...selector('syntax', { 'corpus_x.example.com/pool': 'warm' }, { 'corpus.example.com/pool': 'warm.' }),
  ...selector('length', { 'corpus.example.com/pool': long(64) }, { [`${long(254)}/pool`]: 'warm' }),
  ...selector('type', { 'corpus.example.com/pool': ['warm'] }),
];

const note = variants({ 'corpus.example.com/note': 'any text: at all' });

export const annotations: readonly Breakage[] = [
  ...note('syntax', { 'corpus note': 'x' }, { 'a/b/c': 'x' }, { '-note': 'x' }),
  ...note('length', { 'corpus.example.com/note': long(262_145) }, { [long(64)]: 'x' }),
  ...note('type', { 'corpus.example.com/note': { text: 'x' } }),
];

const tolerated = { key: 'corpus', operator: 'Equal', value: 'yes', effect: 'NoExecute', tolerationSeconds: 61 };
const toleration = variants([tolerated]);
const tolerationWith = (change: object) => [{ ...tolerated, ...change }];

export const tolerations: readonly Breakage[] = [
  ...toleration('enum', tolerationWith({ operator: 'Equals' }), tolerationWith({ effect: 'NoEviction' })),
  ...toleration('cross-field', tolerationWith({ operator: 'Exists' }), tolerationWith({ effect: 'NoSchedule' })),
  ...toleration('required', tolerationWith({ key: '' })),
  ...toleration('syntax', tolerationWith({ key: 'corpus key' }), tolerationWith({ value: 'yes!' })),
  ...toleration('length', tolerationWith({ key: long(64) }), tolerationWith({ value: long(64) })),
  ...toleration('type', tolerationWith({ tolerationSeconds: 'a minute' }), tolerationWith({ value: true })),
  ...toleration('unknown-field', tolerationWith({ effects: 'NoExecute' })),
];

const expression = { key: 'corpus.example.com/zone', operator: 'In', values: ['a', 'b'] };
const nodeTerm = (change: object, weight: unknown = 57) => ({
  nodeAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight, preference: { matchExpressions: [{ ...expression, ...change }] } },
    ],
  },
});
const nodeAffinity = variants(nodeTerm({}));

const podTerm = (change: object) => ({
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { corpus: 'yes' } }, topologyKey: 'kubernetes.io/hostname', ...change },
    ],
  },
});
const podAffinity = variants(podTerm({}));

export const affinity: readonly Breakage[] = [
  ...nodeAffinity('range', nodeTerm({}, 0), nodeTerm({}, 101)),
  ...nodeAffinity('enum', nodeTerm({ operator: 'Contains' })),
  ...nodeAffinity('cross-field', nodeTerm({ operator: 'Exists' }), nodeTerm({ operator: 'Gt', values: ['ten'] })),
  ...nodeAffinity('required', nodeTerm({ values: [] })),
  ...nodeAffinity('syntax', nodeTerm({ key: 'corpus zone' })),
  ...nodeAffinity('type', nodeTerm({}, 'heavy'), nodeTerm({ values: 'a' })),
  ...nodeAffinity('unknown-field', nodeTerm({ value: 'a' })),
  ...podAffinity('required', podTerm({ topologyKey: '' })),
  ...podAffinity('syntax', podTerm({ topologyKey: 'kubernetes.io/host name' })),
  ...podAffinity('syntax', podTerm({ labelSelector: { matchLabels: { corpus: 'yes or no' } } })),
  ...podAffinity('enum', podTerm({ labelSelector: { matchExpressions: [{ key: 'corpus', operator: 'Gt' }] } })),
  ...podAffinity('duplicate', podTerm({ matchLabelKeys: ['corpus-a', 'corpus-a'] })),
  ...podAffinity('unknown-field', podTerm({ topologykey: 'kubernetes.io/hostname' })),
];

// A release after all steps: what it requires is listed as far as it was asked for.

import { Lifecycle } from '../../lib/k8s/stage';
import { type PipelineSettings, runPipeline } from '../../lib/pipeline/pipeline';
import { deployment, labs } from '../support/manifests';

const plain = [deployment(), labs('v1', 'Secret', 'web', { type: 'Opaque', data: { code: 'eA==' } })];
const privileged = [deployment({ pod: { hostPID: true } })];

const requirementsOf = (objects: typeof plain, settings: PipelineSettings) =>
  runPipeline(
    { name: 'lab', namespace: 'labs', objects, externals: [], warnings: [], notes: [], lifecycle: new Lifecycle() },
    settings,
  ).requirements;

test('without a setting, no requirements are listed', () => {
  expect(requirementsOf(privileged, {})).toBeUndefined();
});

test('all: they are listed even if every cluster meets them', () => {
  expect(requirementsOf(plain, { requirements: 'all' })?.namespaces).toEqual([
    expect.objectContaining({ name: 'labs', podSecurity: 'baseline' }),
  ]);
});

test('unusual: they are listed only if a plain cluster does not meet them', () => {
  expect(requirementsOf(plain, { requirements: 'unusual' })).toBeUndefined();
  expect(requirementsOf(privileged, { requirements: 'unusual' })?.namespaces).toEqual([
    expect.objectContaining({ podSecurity: 'privileged' }),
  ]);
});

test('secrets: they are listed only if a Secret was left out', () => {
  const secrets = (mode: 'inline' | 'existing') => ({ mode, each: new Map(), earlier: [] });
  const listed = (mode: 'inline' | 'existing') =>
    requirementsOf(plain, { requirements: 'secrets', secrets: secrets(mode) })?.objects;
  expect(listed('inline')).toBeUndefined();
  expect(listed('existing')).toEqual([expect.objectContaining({ kind: 'Secret', name: 'web', keys: ['code'] })]);
});

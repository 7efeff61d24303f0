// What a target changes, and that everything else stays the same.

import { forTarget } from '../../lib/delivery/target';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { Lifecycle, STAGES } from '../../lib/k8s/stage';
import { filesOf } from '../../lib/output/release-files';
import { runPipeline } from '../../lib/pipeline/pipeline';
import type { Rendered } from '../../lib/render/render';
import { toYaml } from '../../lib/yaml/yaml';
import { cases } from '../support/charts';
import { rendered } from '../support/render';

const OWN = [
  'argocd.argoproj.io/sync-wave',
  'argocd.argoproj.io/sync-options',
  'argocd.argoproj.io/compare-options',
  'kustomize.toolkit.fluxcd.io/force',
  'kustomize.toolkit.fluxcd.io/prune',
  'kustomize.toolkit.fluxcd.io/substitute',
];

interface Spec {
  readonly ttlSecondsAfterFinished?: number;
}

/** Without the fields that a target can add or remove. */
function bare(objects: readonly Manifest[], before: readonly Manifest[]): unknown[] {
  return objects.map((object, index) => {
    const given = before[index]?.metadata.annotations ?? {};
    const left = Object.entries(object.metadata.annotations ?? {}).filter(
      ([name]) => !OWN.includes(name) || name in given,
    );
    const { annotations: _annotations, ...metadata } = object.metadata;
    const { ttlSecondsAfterFinished: _ttl, ...spec } = (object.spec ?? {}) as Spec;
    return { ...object, metadata: { ...metadata, annotations: Object.fromEntries(left) }, spec };
  });
}

describe.each(cases.map(({ chart, name, system, values }) => ({ chart, name, release: rendered(system, [values]) })))(
  '$chart, $name',
  ({ release }) => {
    test('kubectl gets the same objects as no target', () => {
      expect(runPipeline(release, { target: 'kubectl' })).toEqual(runPipeline(release, {}));
    });

    test.each(['argocd', 'flux'] as const)(
      '%s changes annotations of the objects, the TTL of Jobs and the type of claims only',
      (target) => {
        const { objects } = forTarget(release, target);
        expect(bare(objects, release.objects)).toEqual(bare(release.objects, release.objects));
      },
    );

    test.each(['argocd', 'flux'] as const)('%s: no Job deletes itself, and there are no Helm hooks', (target) => {
      const text = toYaml(forTarget(release, target).objects.filter(({ kind }) => kind !== 'CronJob'));
      expect(text).not.toContain('ttlSecondsAfterFinished');
      expect(text).not.toContain('helm.sh/hook');
    });

    test.each(['release', 'objects'] as const)('flux: every object is in one folder, layout %s', (layout) => {
      const release2 = forTarget(release, 'flux');
      const folders = release2.folders ?? [];
      expect(folders.flatMap(({ objects }) => objects)).toHaveLength(release.objects.length);
      expect(new Set(folders.flatMap(({ objects }) => objects))).toEqual(new Set(release2.objects));
      const paths = filesOf(release2, layout).map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      for (const { name } of folders) expect(paths).toContain(`${release.name}/${name}/kustomization.yaml`);
    });
  },
);

const object = (kind: string, extra: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: kind.toLowerCase(), namespace: 'sea' },
  spec: { template: { spec: { containers: [] } } },
  ...extra,
});

function release(objects: readonly Manifest[], place: (lifecycle: Lifecycle) => void = () => undefined): Rendered {
  const lifecycle = new Lifecycle();
  place(lifecycle);
  return { name: 'north', namespace: 'sea', objects, externals: [], warnings: [], notes: [], lifecycle };
}

const annotations = ({ objects }: Rendered) => objects.map(({ metadata }) => metadata.annotations);

test('argocd: each stage is a wave; objects that nothing waits for are in the wave of objects without one', () => {
  const objects = [object('Secret'), object('Job'), object('Deployment')];
  const placed = release(objects, (lifecycle) => lifecycle.place('Job', 'sea', 'job', 'before-1'));
  expect(annotations(forTarget(placed, 'argocd'))).toEqual([
    { 'argocd.argoproj.io/sync-wave': '-40' },
    { 'argocd.argoproj.io/sync-wave': '-30' },
    undefined,
  ]);
});

test.each([
  ['argocd', { 'argocd.argoproj.io/sync-options': 'Force=true' }],
  ['flux', { 'kustomize.toolkit.fluxcd.io/force': 'enabled' }],
] as const)('%s: only a bare Pod can be recreated', (target, expected) => {
  const objects = [object('Pod', { spec: { containers: [] } }), object('StatefulSet')];
  expect(annotations(forTarget(release(objects), target))).toEqual([expected, undefined]);
});

test.each(['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim'])(
  'a %s is never deleted, and no difference once it has left Git',
  (kind) => {
    const kept = release([object(kind)]);
    expect(annotations(forTarget(kept, 'flux'))[0]).toEqual({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
    expect(annotations(forTarget(kept, 'argocd'))[0]).toMatchObject({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
    });
  },
);

test.each([
  ['$' + '{HOME}', { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' }],
  ['$HOME', undefined],
])('flux: an object with %s in it is substituted: %j', (text, expected) => {
  const script = object('ConfigMap', { data: { run: `echo ${text}` } });
  expect(annotations(forTarget(release([script]), 'flux'))).toEqual([expected]);
  expect(annotations(forTarget(release([script]), 'argocd'))[0]).not.toHaveProperty(
    'kustomize.toolkit.fluxcd.io/substitute',
  );
});

test('an annotation from the values is kept', () => {
  const wave = { 'argocd.argoproj.io/sync-wave': '7' };
  const objects = [
    object('Secret', { metadata: { name: 'secret', namespace: 'sea', annotations: wave } }),
    object('Job'),
  ];
  const placed = release(objects, (lifecycle) => lifecycle.place('Job', 'sea', 'job', 'before-3'));
  expect(annotations(forTarget(placed, 'argocd'))).toEqual([wave, { 'argocd.argoproj.io/sync-wave': '-10' }]);
});

test.each(['release', 'objects'] as const)('flux: an empty stage keeps its folder, layout %s', (layout) => {
  const aimed = forTarget(release([object('Deployment')]), 'flux');
  expect(aimed.folders?.map(({ name }) => name)).toEqual(STAGES);
  const empty = filesOf(aimed, layout).filter(({ path }) => path.startsWith('north/before-1/'));
  expect(empty.map(({ path }) => path)).toEqual(['north/before-1/kustomization.yaml']);
  expect(empty[0]?.text).toContain('resources: []\n');
});

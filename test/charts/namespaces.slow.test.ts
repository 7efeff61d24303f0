// `createNamespace` renders the namespace of a release, with the Pod Security level that its pods need.

import { App, ApiObject as Cdk8sApiObject, Chart, JsonPatch } from 'cdk8s';
import { DaytonaRegion } from '../../charts/daytona-region';
import { stagesOf } from '../../lib/delivery/stages';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { installFromProps } from '../../lib/pipeline/construct';
import { requirementsOf } from '../../lib/requirements/requirements';
import { merge } from '../../lib/values/file/merge';
import type { Tree } from '../../lib/values/layer';
import { cases } from '../support/charts';
import { rendered } from '../support/render';

const LEVEL = 'pod-security.kubernetes.io/enforce';
const own = { namespace: 'home' };
/** Namespaces in the values would win over the release's. */
const inRelease = { createNamespace: true, namespaceOverride: '', global: { namespace: '' } };

const levels = (objects: readonly Manifest[]) =>
  Object.fromEntries(
    objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata: { name, labels } }) => [name, labels?.[LEVEL]]),
  );

describe.each(cases)('$chart, $name', ({ chart, system, values }) => {
  const named = chart === 'peerpods' ? { namespace: '' } : {};
  const without = rendered(system, [values, inRelease, named, { createNamespace: false }], own);
  const release = rendered(system, [values, inRelease, named], own);

  test('the namespace comes first, with the level that requirements lists otherwise', () => {
    const needed = requirementsOf(without).namespaces.find(({ name }) => name === 'home');
    expect(needed?.podSecurity).toBeDefined();
    expect(release.objects[0]?.kind).toBe('Namespace');
    expect(levels(release.objects)).toMatchObject({ home: needed?.podSecurity });
    expect(release.objects.length).toBe(without.objects.length + 1);
    expect(stagesOf(release)[0]?.objects.map(({ metadata }) => metadata.name)).toContain('home');
  });

  test('requirements does not list namespaces that the release creates', () => {
    const created = Object.keys(levels(release.objects));
    expect(requirementsOf(release).namespaces.map(({ name }) => name)).not.toEqual(expect.arrayContaining(created));
  });

  test.each(['default', 'kube-system', 'kube-public', 'kube-node-lease'])(
    '%s is left alone, with a warning',
    (name) => {
      const { objects, warnings } = rendered(system, [values, inRelease, named], { namespace: name });
      expect(Object.keys(levels(objects))).not.toContain(name);
      expect(warnings).toContain(`namespace ${name} exists in every cluster, so createNamespace does not render it`);
    },
  );

  test('for constructs, it comes first, too', () => {
    const chartOf = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
    const all = [values, inRelease, named].reduce<Tree>((below, over) => merge(below, over), {});
    installFromProps(chartOf, system, { ...own, values: all });
    const objects = chartOf.toJson() as Manifest[];
    expect(objects[0]?.kind).toBe('Namespace');
    expect(levels(objects)).toEqual(levels(release.objects));
  });
});

test('each value that changes the privileges of pods changes the level', () => {
  const { system, values } = cases.find(({ chart, name }) => chart === 'daytona-region' && name === 'example')!;
  const level = (change: object) => levels(rendered(system, [values, inRelease, change], own).objects).home;
  expect(level({})).toBe('restricted');
  expect(level({ podSecurityContext: { runAsNonRoot: false }, securityContext: { runAsNonRoot: false } })).toBe(
    'baseline',
  );
  expect(level({ podSecurityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } })).toBe('privileged');
});

test('a separate namespace for some pods has its own level, and is rendered only once', () => {
  const { system, values } = cases.find(({ chart, name }) => chart === 'daytona' && name === 'example')!;
  const at = (namespace: string) =>
    levels(
      rendered(
        system,
        [values, inRelease, { services: { runner: { namespace, env: { SSH_PUBLIC_KEY: 'a2V5' } } } }],
        own,
      ).objects,
    );
  expect(at('sandboxes')).toEqual({ home: 'baseline', sandboxes: 'privileged' });
  expect(at('home')).toEqual({ home: 'privileged' });
  expect(at('kube-system')).toEqual({ home: 'baseline' });
});

test('if a program patches a pod, the level is that of the patched pod; the program can also set the level itself', () => {
  const { values } = cases.find(({ chart, name }) => chart === 'daytona-region' && name === 'example')!;
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  new DaytonaRegion(chart, 'region', { ...own, values: { ...values, ...inRelease } as never });
  const deployment = chart.node
    .findAll()
    .find(
      (construct): construct is Cdk8sApiObject =>
        construct instanceof Cdk8sApiObject && construct.kind === 'Deployment',
    );
  deployment?.addJsonPatch(JsonPatch.add('/spec/template/spec/hostNetwork', true));
  expect(levels(chart.toJson())).toEqual({ home: 'privileged' });
  const namespace = chart.node
    .findAll()
    .find(
      (construct): construct is Cdk8sApiObject => construct instanceof Cdk8sApiObject && construct.kind === 'Namespace',
    );
  namespace?.metadata.addLabel(LEVEL, 'baseline');
  expect(levels(chart.toJson())).toEqual({ home: 'baseline' });
});

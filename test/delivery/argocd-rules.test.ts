// The rules of Argo CD's sync, from its source, for every case: each wave except the last waits until all of its objects
// are healthy, and objects with the instance label and without an owner are pruned if they are not in Git.

import { forTarget } from '../../lib/delivery/target';
import { type Manifest, describe as nameOf } from '../../lib/k8s/object/manifest';
import { podOwners } from '../../lib/k8s/object/pod-owner';
import { cases } from '../support/charts';
import { rendered } from '../support/render';

const WAVE = 'argocd.argoproj.io/sync-wave';
const INSTANCE = 'app.kubernetes.io/instance';

const waveOf = ({ metadata }: Manifest): number => Number(metadata.annotations?.[WAVE] ?? 0);

/** Workloads that can stay unhealthy in a healthy release, for lack of an address or because a node is down. */
function mayStayUnhealthy({ kind, spec }: Manifest): boolean {
  if (['Ingress', 'DaemonSet', 'HorizontalPodAutoscaler', 'APIService', 'HTTPRoute'].includes(kind)) return true;
  return kind === 'Service' && (spec as { type?: string }).type === 'LoadBalancer';
}

describe.each(cases)('$chart, $name', ({ system, values }) => {
  const { objects } = forTarget(rendered(system, [values]), 'argocd');
  const last = Math.max(...objects.map(waveOf));

  test('no wave waits for workloads that can stay unhealthy', () => {
    const held = objects.filter((object) => waveOf(object) < last && mayStayUnhealthy(object));
    expect(held.map(nameOf)).toEqual([]);
  });

  test("the last wave is the one of objects without a wave, so the user's own objects block nothing", () => {
    expect(last).toBe(0);
  });

  test('no Job creates an object with the label that Argo CD prunes by', () => {
    const jobs = podOwners(objects.filter(({ kind }) => kind === 'Job' || kind === 'CronJob'));
    const variables = jobs.flatMap(({ object, spec }) =>
      (spec.containers ?? []).flatMap(({ env = [] }) => env.map(({ name, value }) => ({ object, name, value }))),
    );
    const tracked = variables.filter(({ value }) => value?.includes(`"${INSTANCE}"`));
    expect(tracked.map(({ object, name }) => `${nameOf(object)} ${name}`)).toEqual([]);
  });
});

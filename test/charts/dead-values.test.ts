// A value that no chart reads would be a promise without effect. What is only copied along with other keys is changed in
// copied-values.slow.test.ts.

import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { cases } from '../support/charts';
import { readsOf } from '../support/reads';
import { keysOf } from '../support/tracking';

/** A chart without claims has nothing to give a storage class to. */
const storageOf = (objects: readonly Manifest[]) =>
  objects.some(
    ({ kind, spec }) =>
      kind === 'PersistentVolumeClaim' || (spec as { volumeClaimTemplates?: unknown })?.volumeClaimTemplates,
  )
    ? []
    : ['global.storageClass'];

/** Nor has one without scripts of its own an image for them. */
const scriptsOf = (objects: readonly Manifest[]) =>
  JSON.stringify(objects).includes('kubectl --namespace') ? [] : ['global.kubectlImage'];

/** Keys whose effect shows elsewhere. */
const ACCEPTED: Readonly<Record<string, readonly RegExp[]>> = {
  // Only the blocks of the chosen provider count; the chart's own tests render each.
  peerpods: [/^provider(Configs|Secrets)\./],
  // Rules alone read it: published.test.ts.
  daytona: [/^keepPublishedCredentials$/],
  'runner-manager': [/^keepPublishedCredentials$/],
};

test.each(registry.map(({ name }) => name))('%s reads every key of its schema', (chart) => {
  const { named, copied, objects } = readsOf(chart);
  const own = cases.filter((candidate) => candidate.chart === chart);
  const known = new Set(own.flatMap(({ system }) => keysOf(system.schema)));
  for (const key of [...named, ...copied, ...storageOf(objects), ...scriptsOf(objects)]) known.delete(key);
  const accepted = ACCEPTED[chart] ?? [];
  expect([...known].filter((key) => !accepted.some((pattern) => pattern.test(key)))).toEqual([]);
});

// A value that no chart reads would have no effect. Keys that are only copied with others are tested in
// copied-values.slow.test.ts.

import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { cases } from '../support/charts';
import { readsOf } from '../support/reads';
import { keysOf } from '../support/tracking';

/** A chart without claims has no use for a storage class. */
const storageOf = (objects: readonly Manifest[]) =>
  objects.some(
    ({ kind, spec }) =>
      kind === 'PersistentVolumeClaim' || (spec as { volumeClaimTemplates?: unknown })?.volumeClaimTemplates,
  )
    ? []
    : ['global.storageClass'];

/** A chart without scripts has no use for their image. */
const scriptsOf = (objects: readonly Manifest[]) =>
  JSON.stringify(objects).includes('kubectl --namespace') ? [] : ['global.kubectlImage'];

/** Only one of the ways to sign certificates is read; the tests of the region render each of them. */
const ISSUERS = /^certManager\.(ca|vault)\b/;

/** Keys whose effect is tested elsewhere. */
const ACCEPTED: Readonly<Record<string, readonly RegExp[]>> = {
  // Only the blocks of the selected provider are read; the chart's own tests render each of them.
  peerpods: [/^provider(Configs|Secrets)\./],
  // Read only by rules: published.test.ts.
  daytona: [/^keepPublishedCredentials$/, ISSUERS],
  // The switches of runners are read only by a rule: upstream-0.2.test.ts.
  'daytona-region': [ISSUERS, /^services\.runner(manager)?\.enabled$/],
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

// A key that is only copied with others, by a spread, may not be read at all: changing it must change a manifest.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { renderUnchecked } from '../../lib/render/render';
import { replaceAll } from '../../lib/review/explain/change';
import { type Leaf, leavesOf } from '../../lib/review/explain/leaves';
import { readLayer } from '../../lib/values/file/load';
import type { Tree } from '../../lib/values/layer';
import { formatPath } from '../../lib/values/path';
import { programLayer, resolve } from '../../lib/values/resolve';
import { type Case, cases } from '../support/charts';
import { readsOf } from '../support/reads';

/** Whether another value at one of `leaves` changes the objects of one of the releases in `rows`. */
function hasEffect(rows: readonly Prepared[], key: string): boolean {
  return rows.some(({ values, leaves, output, outputOf }) =>
    leaves
      .filter(({ path }) => isWithin(formatPath(path), key))
      .some(({ path, others }) =>
        [...others].some((value) => outputOf(replaceAll(values, [{ path, value }]) as Tree) !== output),
      ),
  );
}

const isWithin = (path: string, key: string) =>
  path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`);

interface Prepared {
  readonly values: Tree;
  readonly leaves: readonly Leaf[];
  readonly output: string;
  /** The output from complete values; unchanged if they cannot be rendered. */
  readonly outputOf: (values: Tree) => string;
}

function prepare({ system, values: given }: Case): Prepared {
  const values = resolve(system.schema, system.rules, [programLayer(given)]).values as Tree;
  const render = (changed: Tree) => {
    const request = { name: system.name, namespace: system.defaultNamespace, values: changed };
    const { objects, externals } = renderUnchecked(system, request as never);
    return JSON.stringify([objects, externals]);
  };
  const output = render(values);
  const outputOf = (changed: Tree) => {
    try {
      return render(changed);
    } catch {
      return output;
    }
  };
  return { values, leaves: leavesOf(system.schema, values), output, outputOf };
}

/** The cases of a chart, and the values files that it ships for other environments. */
const rowsOf = (chart: string): Case[] => {
  const own = cases.filter((row) => row.chart === chart);
  const [{ system } = own[0] as Case] = own;
  const folder = join(__dirname, '..', '..', 'charts', chart);
  const shipped = ['external', 'aws']
    .map((name) => join(folder, `${name}.values.yaml`))
    .filter((file) => existsSync(file));
  return [...own, ...shipped.map((file) => ({ chart, name: file, system, values: readLayer(file, file).apply({}) }))];
};

/** Keys that have no effect in these rows, by chart. */
const WITHOUT_EFFECT: Readonly<Record<string, RegExp>> = {
  // Alternatives to what each row sets elsewhere: `harbor.imageChartStorage`, `externalDatabase`, `externalRedis`.
  daytona: /^(harbor\.(persistence\.)?imageChartStorage\.|services\.api\.env\.(DB|REDIS)_HOST$)/,
  // Only a warning says that it has no effect.
  'daytona-region': /^services\.runner\.docker$/,
  // Read only by rules: peer pods use only the shim `remote`.
  peerpods: /^kata-deploy\.shims$/,
};

test.each(registry.map(({ name }) => name))('%s: every key that is only copied has an effect', (chart) => {
  const { named, copied } = readsOf(chart);
  const rows = rowsOf(chart).map(prepare);
  const isLeaf = (key: string) => rows.some(({ leaves }) => leaves.some(({ path }) => isWithin(formatPath(path), key)));
  const parents = new Set([...copied].map((key) => key.replace(/\.[^.]*$/, '')));
  const keys = [...copied].filter((key) => !named.has(key) && !parents.has(key) && isLeaf(key));
  expect(keys.length).toBeGreaterThan(10);
  const silent = keys.filter((key) => !WITHOUT_EFFECT[chart]?.test(key) && !hasEffect(rows, key));
  expect(silent).toEqual([]);
});

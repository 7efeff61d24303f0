// Applies every case: accepted by both kinds of apply with strict validation, and unchanged the second time; its pods run
// on the nodes that its requirements describe.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { diff } from '../../../lib/review/diff/diff';
import { manifestsOfText } from '../../../lib/review/diff/documents';
import { withoutForeignFields } from '../../../lib/review/diff/live';
import { reportOf } from '../../../lib/review/diff/report/report';
import { type Case, cases } from '../cases';
import { kubectl } from '../harness/kubectl';
import { type Prepared, prepare } from '../harness/prepare';
import { liveGenerations, liveVersions, settled } from '../harness/settle';
import { type Output, removeFolders, requirementsOf, synth } from '../support';

const cluster = kubectl();

export function proveApply(chart: string): void {
  afterAll(removeFolders);
  describe.each(cases.filter((it) => it.chart === chart))('$name', proveCase);
}

function proveCase(it: Case): void {
  let output: Output;
  let prepared: Prepared;
  const apply = (...more: string[]) => cluster.ok(['apply', '--validate=strict', ...more, '-f', output.file]);

  beforeAll(async () => {
    output = await synth(it, it.name);
    prepared = await prepare(cluster, output.objects, await requirementsOf(it, it.name), it.name);
  });

  afterAll(async () => {
    await cluster.ok(['delete', '--ignore-not-found', '--timeout=120s', '-f', output.file]);
    await prepared.remove();
  });

  test('client-side: accepted, and unchanged the second time', async () => {
    await apply();
    const before = await liveGenerations(cluster, output.objects.filter(isAlwaysPatched));
    const lines = (await apply()).split('\n').filter((line) => line !== '' && !line.endsWith(' unchanged'));
    const after = await liveGenerations(cluster, output.objects.filter(isAlwaysPatched));
    expect(lines.filter((line) => !/^poddisruptionbudget\.policy\//.test(line))).toEqual([]);
    expect(after).toEqual(before);
  });

  test('live objects have no drift: what the API server and controllers add is no difference', async () => {
    await apply();
    await settled(cluster, it.name);
    const live = await cluster.ok(['get', '-f', output.file, '-o', 'json']);
    const before = withoutForeignFields(manifestsOfText('live', live), output.objects);
    const { objects } = reportOf(diff(before, output.objects), []);
    expect(
      objects.map(({ kind, name, fields }) => `${kind} ${name}: ${fields.map(({ field }) => field).join()}`),
    ).toEqual([]);
  });

  // After the client-side apply: switching to server-side must not cause conflicts.
  test('server-side: accepted, and unchanged the second time; its pods run', async () => {
    await apply('--server-side');
    await settled(cluster, it.name);
    const changed = await changedBy(output.objects, () => apply('--server-side'));
    expect(changed).toEqual([]);
    expect(await notRunning(it.name)).toEqual([]);
  });
}

/**
 * kubectl reports every budget as `configured`, as its patch replaces the selector. The generation shows that nothing
 * changed.
 */
const isAlwaysPatched = ({ kind }: Manifest): boolean => kind === 'PodDisruptionBudget';

/** The objects that `work` changes. Controllers may change some meanwhile, so only changes in every attempt count. */
async function changedBy(objects: readonly Manifest[], work: () => Promise<unknown>): Promise<string[]> {
  let changed: string[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const before = await liveVersions(cluster, objects);
    await work();
    const after = await liveVersions(cluster, objects);
    changed = [...after].filter(([object, version]) => before.get(object) !== version).map(([object]) => object);
    if (changed.length === 0) break;
  }
  return changed;
}

async function notRunning(namespace: string): Promise<string[]> {
  const { items } = await cluster.json<{ items: Pod[] }>(['get', 'pods', '-n', namespace]);
  return items
    .filter(({ status }) => status.phase !== 'Running' && status.phase !== 'Succeeded')
    .map(({ metadata, status }) => `${metadata.name}: ${status.conditions?.map(({ message }) => message).join('; ')}`);
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly status: { readonly phase: string; readonly conditions?: readonly { readonly message?: string }[] };
}

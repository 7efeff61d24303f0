// Each example is applied, and then every object that one flipped switch changes: `diff` announces what the API server
// rejects.

import { isDeepStrictEqual } from 'node:util';
import { registry } from '../../charts/registry';
import { type Manifest, objectKey } from '../../lib/k8s/object/manifest';
import { diff } from '../../lib/review/diff/diff';
import { readLayer } from '../../lib/values/file/load';
import { type Flip, flips as flipsOf } from '../support/switches';
import { cases } from './cases';
import { kubectl } from './harness/kubectl';
import { type Prepared, prepare } from './harness/prepare';
import { applyAll } from './harness/verdicts';
import { type Output, removeFolders, requirementsOf, synth } from './support';

const cluster = kubectl();
afterAll(removeFolders);

/** The minimum number of switches of each example that can be flipped by themselves. */
const LEAST_FLIPS: Readonly<Record<string, number>> = {
  daytona: 220,
  'daytona-region': 55,
  'dozlab-session': 20,
  peerpods: 30,
  'runner-manager': 35,
};

const examples = registry.flatMap((entry) =>
  cases.filter(({ name }) => name === `${entry.name}-example`).map((example) => ({ entry, name: entry.name, example })),
);

/** An object that flips change. */
interface Variant {
  readonly object: Manifest;
  /** The flips that change it like this. */
  readonly paths: string[];
}

describe.each(examples)('$name', ({ entry, name, example }) => {
  const namespace = `switches-${name}`;
  let base: Output;
  let prepared: Prepared;
  let flips: Flip[];
  let made: string[] = [];

  beforeAll(async () => {
    base = await synth(example, namespace);
    prepared = await prepare(cluster, base.objects, await requirementsOf(example, namespace), namespace);
    // Argo CD and Flux never delete CRDs, so other suites may have left those of the chart.
    await cluster.ok(['apply', '--server-side', '--force-conflicts', '-f', base.file]);
    const file = String(example.flags[1]);
    flips = flipsOf(entry.load(), readLayer(file, file), { name, namespace });
    made = await addNamespaces(flips.flatMap(({ rendered }) => rendered?.objects ?? []));
  });

  afterAll(async () => {
    await cluster.ok(['delete', '--ignore-not-found', '--timeout=120s', '-f', base.file]);
    await prepared?.remove();
    if (made.length > 0) await cluster.ok(['delete', 'namespace', '--wait=false', ...made]);
  });

  test('enough switches can be flipped by themselves', () => {
    const alone = flips.filter(({ rendered }) => rendered !== undefined);
    expect(alone.length).toBeGreaterThanOrEqual(LEAST_FLIPS[name] ?? Number.POSITIVE_INFINITY);
  });

  test('the API server rejects exactly what diff announces', async () => {
    const live = new Map(base.objects.map((object) => [objectKey(object), object]));
    const variants = variantsOf(live, flips);
    const pathsOf = new Map(variants.map(({ object, paths }) => [object, paths]));
    const flags = ['--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict'];
    const verdicts = await applyAll(
      cluster,
      variants.map(({ object }) => object),
      flags,
    );
    const refused = flips.filter(({ rendered }) => rendered === undefined).length;
    const rejections = verdicts.filter(({ rejection }) => rejection !== undefined).length;
    process.stderr.write(
      `${name}: ${flips.length} flips, ${refused} refused; ${verdicts.length} objects change, ${rejections} rejected\n`,
    );
    const wrong = verdicts.filter(({ object, rejection }) => {
      const before = live.get(objectKey(object));
      const announced = before !== undefined && isRecreated(before, object);
      return announced !== (rejection !== undefined);
    });
    expect(
      wrong.map(({ object, rejection }) => ({
        object: objectKey(object),
        switches: pathsOf.get(object),
        rejection: rejection ?? 'none, though diff announces that it must be recreated',
      })),
    ).toEqual([]);
  });
});

/** The differences from the live objects, each once. */
function variantsOf(live: ReadonlyMap<string, Manifest>, flips: readonly Flip[]): Variant[] {
  const variants = new Map<string, Variant>();
  for (const { name, rendered } of flips) {
    for (const object of rendered?.objects ?? []) {
      if (isDeepStrictEqual(object, live.get(objectKey(object)))) continue;
      const text = JSON.stringify(object);
      const known = variants.get(text);
      if (known) known.paths.push(name);
      else variants.set(text, { object, paths: [name] });
    }
  }
  return [...variants.values()];
}

const isRecreated = (before: Manifest, after: Manifest): boolean =>
  diff([before], [after]).objects.some(({ classes }) => classes.includes('recreated'));

/** A dry run creates no namespace, and objects in a missing one are rejected. Returns the namespaces that it created. */
async function addNamespaces(objects: readonly Manifest[]): Promise<string[]> {
  const { items } = await cluster.json<{ items: Manifest[] }>(['get', 'namespaces']);
  const present = new Set(items.map(({ metadata }) => metadata.name));
  const wanted = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  const missing = [...wanted].filter((name) => !present.has(name));
  for (const name of missing) await cluster.ok(['create', 'namespace', name]);
  return missing;
}

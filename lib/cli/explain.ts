// What `explain` does: find the object and the field, and tell where they come from.

import type { Manifest } from '../k8s/manifest';
import { HIDDEN, maskOf } from '../render/diff/mask';
import { explain, type Source } from '../render/explain/explain';
import { fieldAt, parseField } from '../render/explain/field-path';
import type { Registry } from '../render/registry';
import { renderRelease } from '../render/render';
import { formatPath } from '../values/path';
import { formatOrigin } from '../values/problem';
import { resolve } from '../values/resolve';
import type { SynthFlags } from './flags';
import type { Io } from './io';
import type { Plan } from './plan';
import { plansOf } from './selection';
import { UsageError, unknownWord } from './usage';

export interface Asked {
  readonly release: string;
  /** `Kind/name` */
  readonly object: string;
  readonly field: string;
}

export async function explainField(io: Io, registry: Registry, asked: Asked, flags: SynthFlags): Promise<void> {
  const steps = parseField(asked.field);
  if (!steps) throw new UsageError(`${asked.field} is no field (expected a.b, a[0], a[name=x] or a["b.c"])`);
  const plan = await planOf(io, registry, asked.release, flags);
  const system = plan.chart.load();
  const layers = plan.layers();
  const { values } = resolve(system.schema, system.rules, layers);
  const { name, namespace = system.defaultNamespace } = plan;
  const { objects } = renderRelease(system, { name, namespace, values });
  const object = objectOf(objects, asked.object);
  const fieldOf = (found: Manifest) => fieldAt(found, steps);
  const value = fieldOf(object);
  if (value === undefined) throw new Error(`${asked.object}: has no ${asked.field}`);
  const shown = maskOf(objects)(object, steps, value);
  io.out(`${asked.object} ${asked.field} is ${JSON.stringify(shown)}\n`);
  const { ofRelease, sources, untried } = explain(system, { name, namespace, layers, object, fieldOf });
  for (const part of ofRelease) io.out(`  ${part} of the release = ${JSON.stringify({ name, namespace }[part])}\n`);
  for (const source of sources) io.out(`  ${told(source)}\n`);
  if (sources.length + ofRelease.length === 0) io.out(`  no value changes it: the chart says so\n`);
  if (untried.length > 0) {
    const paths = untried.map(formatPath).join(', ');
    io.err(`not tried, for no other value of its own would be valid: ${paths}\n`);
  }
}

function told({ path, value, secret, origin }: Source): string {
  const shown = value === undefined ? 'not set' : secret ? HIDDEN : JSON.stringify(value);
  return `${formatPath(path)} = ${shown}  (${origin ? formatOrigin(origin) : 'default of the chart'})`;
}

/** A release of the file where there is one of this name, else the chart by its flags. */
async function planOf(io: Io, registry: Registry, release: string, flags: SynthFlags): Promise<Plan> {
  const chart = registry.find(({ name }) => name === release);
  const [plan] = await plansOf(io, registry, chart, chart ? flags : { ...flags, only: [release] });
  if (plan) return plan;
  throw unknownWord(
    'release',
    release,
    registry.map(({ name }) => name),
  );
}

function objectOf(objects: readonly Manifest[], asked: string): Manifest {
  const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  const found = objects[names.findIndex((name) => name.toLowerCase() === asked.toLowerCase())];
  if (found) return found;
  throw unknownWord('object', asked, names);
}

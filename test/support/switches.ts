// Every switch of a schema, flipped by itself.

import { Kind, KindGuard } from '@sinclair/typebox';
import { CheckError } from '../../lib/render/checks';
import { type Rendered, renderRelease } from '../../lib/render/render';
import type { ReleaseRequest, System } from '../../lib/render/system';
import type { Layer } from '../../lib/values/layer';
import { InputError } from '../../lib/values/problem';
import { programLayer, resolve } from '../../lib/values/resolve';
import type { TSchema } from '../../lib/values/schema/schema';

export interface Switch {
  readonly path: readonly string[];
  readonly to: unknown;
}

export interface Flip {
  /** `proxy.ingress.enabled=true` */
  readonly name: string;
  /** Absent if a rule or a check says why this switch cannot be flipped by itself. */
  readonly rendered?: Rendered;
}

/** Renders a chart once for each switch. */
export function flips(system: System, layer: Layer, request: Omit<ReleaseRequest<unknown>, 'values'>): Flip[] {
  const { values } = resolve(system.schema, system.rules, [layer]);
  return switchesOf(system.schema, values).map(({ path, to }): Flip => {
    const name = `${path.join('.')}=${to}`;
    const flipped = programLayer(path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), to) as object);
    try {
      const resolved = resolve(system.schema, system.rules, [layer, flipped]);
      return { name, rendered: renderRelease(system, { ...request, values: resolved.values }) };
    } catch (error) {
      if (error instanceof InputError || error instanceof CheckError) return { name };
      throw error;
    }
  });
}

/** Every boolean and every choice of the schema, with each of its other values. */
function switchesOf(schema: TSchema, value: unknown, path: readonly string[] = []): Switch[] {
  if (KindGuard.IsObject(schema)) {
    const given = (value ?? {}) as Readonly<Record<string, unknown>>;
    return Object.entries(schema.properties).flatMap(([key, property]) =>
      switchesOf(property, given[key], [...path, key]),
    );
  }
  const isBoolean = schema[Kind] === 'Boolean' || schema[Kind] === 'toggle';
  const positions: readonly unknown[] = isBoolean ? [true, false] : (schema.enum ?? []);
  return positions.filter((to) => to !== value).map((to) => ({ path, to }));
}

// Generated credentials: how each one is generated, and which values of a chart can be.
// The chart's rules decide whether one is required.

import type { Path } from '../path';
import type { Generator } from './generator';
import { isObjectSchema } from './kinds';
import type { TObject } from './schema';

export interface GeneratedValue {
  readonly path: Path;
  readonly generator: Generator;
}

/** The values of a chart that can be generated, in the order of its schema. */
export function generatedValues(schema: TObject, path: Path = []): GeneratedValue[] {
  return Object.entries(schema.properties).flatMap(([key, property]): GeneratedValue[] => {
    const here = [...path, key];
    if (property.generate !== undefined) return [{ path: here, generator: property.generate as Generator }];
    return isObjectSchema(property) ? generatedValues(property, here) : [];
  });
}

// Values that name an image that no registry has anymore.

import type { Path } from '../values/path';
import { isMap } from '../values/scalar';
import { BrokenValue } from '../values/schema/view';
import type { Rule } from '../values/validate';
import { whyGone } from './gone-images';

interface Named {
  readonly path: Path;
  readonly reference: string;
}

/** Charts write images as one string, as a name with a tag, or in parts. */
export const goneImageRule: Rule<{ readonly global: { readonly imageRegistry: string } }> = (values, report) => {
  for (const { path, reference } of imagesIn(values, values.global.imageRegistry, [])) {
    const why = isDatabase(reference) && !inList(path) ? undefined : whyGone(reference);
    if (why) report.error((v) => at(v, path), `${reference} ${why}`);
  }
};

/** Charts with a database reject Bitnami's images in any case, from every registry. */
const isDatabase = (reference: string): boolean => /(^|\/)bitnami\/(postgresql|redis)(:|@|$)/.test(reference);

/** Whether it is part of a block that is passed to Kubernetes unchanged. */
const inList = (path: Path): boolean => path.some((step) => typeof step === 'number');

const at = (values: unknown, path: Path): unknown =>
  path.reduce((value, step) => (value as Record<string | number, unknown>)[step], values);

const NAMES = ['repository', 'image', 'name', 'reference'] as const;

/** An invalid value is already reported, and must not hide other images. */
function readable(value: Readonly<Record<string, unknown>>, name: string): unknown {
  try {
    return value[name];
  } catch (error) {
    if (error instanceof BrokenValue) return undefined;
    throw error;
  }
}

const textAt = (value: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const text = readable(value, name);
  return typeof text === 'string' ? text : undefined;
};

function* imagesIn(value: unknown, mirror: string, path: Path): Generator<Named> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* imagesIn(item, mirror, [...path, index]);
    return;
  }
  if (!isMap(value)) return;
  const tag = textAt(value, 'tag');
  const key = tag === undefined ? undefined : NAMES.find((name) => textAt(value, name) !== undefined);
  if (key !== undefined) {
    const name = [mirror || textAt(value, 'registry'), textAt(value, key)].filter(Boolean).join('/');
    const digest = textAt(value, 'digest');
    yield { path: [...path, key], reference: `${name}${tag && `:${tag}`}${digest ? `@${digest}` : ''}` };
  }
  for (const name of Object.keys(value)) {
    const entry = readable(value, name);
    // The user's containers are not changed: the mirror replaces only the registry of the chart's own images.
    const isImage = typeof entry === 'string' && entry !== '' && /(^i|I)mage$/.test(name) && name !== key;
    if (isImage && (mirror === '' || inList(path))) yield { path: [...path, name], reference: entry };
    else yield* imagesIn(entry, mirror, [...path, name]);
  }
}

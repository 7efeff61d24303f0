// A field of an object as users write it: `spec.template.spec.containers[name=web].image`, `args[0]`, `data["a.b"]`.

import { isMap } from '../../values/scalar';
import type { Step } from '../diff/change';

const PART = /\.?([^.[\]]+)|\[(\d+)\]|\[([A-Za-z][\w.]*)=([^\]]*)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/** The steps of a path; `undefined` when the text is none. */
export function parseField(text: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let end = 0;
  for (const match of text.matchAll(PART)) {
    const [all, plain, index, key, value, quoted] = match;
    end = match.index + all.length;
    if (plain !== undefined) steps.push(plain);
    else if (index !== undefined) steps.push(Number(index));
    else if (key !== undefined) steps.push({ key, value: value ?? '' });
    else steps.push(JSON.parse(`"${quoted}"`) as string);
  }
  return end === text.length && steps.length > 0 ? steps : undefined;
}

/** What stands at a field; `undefined` when nothing does. */
export function fieldAt(object: unknown, steps: readonly Step[]): unknown {
  return steps.reduce<unknown>((at, step) => {
    if (typeof step === 'number') return Array.isArray(at) ? at[step] : undefined;
    if (typeof step === 'string') return isMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
    const { key, value } = step;
    return Array.isArray(at) ? at.find((item) => isMap(item) && String(item[key]) === value) : undefined;
  }, object);
}

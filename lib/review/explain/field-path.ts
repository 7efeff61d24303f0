// A field of an object as users write it: `spec.template.spec.containers[name=web].image`, `args[0]`, `data["a.b"]`.

import { nearest } from '../../values/nearest';
import { isMap } from '../../values/scalar';
import type { Step } from '../diff/change';
import { formatSteps } from '../diff/report/report';

const PART = /\.?([^.[\]]+)|\[(\d+)\]|\[([A-Za-z][\w.]*)=([^\]]*)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/** The steps of a path; `undefined` if the text is not a path. */
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

/** The value of a field; `undefined` if there is none. */
export function fieldAt(object: unknown, steps: readonly Step[]): unknown {
  return steps.reduce<unknown>((at, step) => {
    if (typeof step === 'number') return Array.isArray(at) ? at[step] : undefined;
    if (typeof step === 'string') return isMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
    const { key, value } = step;
    return Array.isArray(at) ? at.find((item) => isMap(item) && String(item[key]) === value) : undefined;
  }, object);
}

export interface Missing {
  /** The part of the path that exists; empty if none of it does. */
  readonly there: string;
  /** Its contents: keys, or the indexes of a list. */
  readonly holds: readonly string[];
  /** The most similar field. */
  readonly nearest?: string;
}

/** Why a field does not exist. */
export function missingAt(object: unknown, steps: readonly Step[]): Missing {
  const length = steps.findIndex((_step, index) => fieldAt(object, steps.slice(0, index + 1)) === undefined);
  const [known, wrong] = [steps.slice(0, length), steps[length]];
  const at = fieldAt(object, known);
  const inside = stepsInto(at, wrong);
  const words = inside.map((step) => formatSteps([step]));
  const near = nearest(formatSteps(wrong === undefined ? [] : [wrong]), words);
  const meant = inside[near === undefined ? -1 : words.indexOf(near)];
  return {
    there: formatSteps(known),
    holds: words,
    ...(meant === undefined ? {} : { nearest: formatSteps([...known, meant]) }),
  };
}

/** The possible next steps, in the same notation. */
function stepsInto(at: unknown, requested: Step | undefined): Step[] {
  if (isMap(at)) return Object.keys(at);
  if (!Array.isArray(at)) return [];
  const names = at.map((item): Step | undefined => {
    const key = typeof requested === 'object' ? requested.key : 'name';
    const value: unknown = isMap(item) && typeof requested !== 'number' ? item[key] : undefined;
    return value === undefined ? undefined : { key, value: String(value) };
  });
  return names.map((step, index) => step ?? index);
}

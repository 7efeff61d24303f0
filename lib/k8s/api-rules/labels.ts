// Metadata and label selectors.

import type { ILabelSelector } from '@kubernetes-models/apimachinery/apis/meta/v1/LabelSelector';
import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';
import { isLabelKey, isLabelValue, labelKey } from './formats';
import { each, oneOf, type Refusal, type Rules, refusal } from './refusal';

/** Maximum size of all annotations of an object, in bytes. */
export const ANNOTATIONS_LIMIT = 256 * 1024;

export const sizeOf = (map: Readonly<Record<string, unknown>>): number =>
  Object.entries(map).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)), 0);

function* metadata({ annotations, labels }: IObjectMeta): Generator<Refusal> {
  for (const key in annotations) {
    if (!isLabelKey(key)) yield refusal('is not a valid annotation key', 'annotations', key);
  }
  if (annotations && sizeOf(annotations) > ANNOTATIONS_LIMIT) {
    yield refusal(`must have at most ${ANNOTATIONS_LIMIT} bytes in total`, 'annotations');
  }
  yield* labelMap(labels, 'labels');
}

/** Labels, or a selector of nodes. */
export function* labelMap(labels: Readonly<Record<string, string>> | undefined, place: string): Generator<Refusal> {
  for (const key in labels) {
    if (!isLabelKey(key)) yield refusal('is not a valid label key', place, key);
    else if (!isLabelValue(String(labels[key]))) yield refusal('is not a valid label value', place, key);
  }
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export function* selector({ matchLabels, matchExpressions }: ILabelSelector): Generator<Refusal> {
  yield* labelMap(matchLabels, 'matchLabels');
  yield* each(matchExpressions, ['matchExpressions'], function* (one: Requirement) {
    yield* oneOf(one.operator, ['operator'], ['In', 'NotIn', 'Exists', 'DoesNotExist']);
    yield* requirement(one);
  });
}

/** A requirement on node labels, or on other labels. */
export function* requirement({ key, operator, values = [] }: Requirement): Generator<Refusal> {
  yield* labelKey(key, 'key');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) yield refusal(`is required with operator ${operator}`, 'values');
    for (const [index, value] of values.entries()) {
      if (!isLabelValue(String(value))) yield refusal('is not a valid label value', 'values', index);
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) yield refusal(`must be absent with operator ${operator}`, 'values');
  } else if (values.length !== 1 || !/^-?\d{1,18}$/.test(values[0] ?? '')) {
    if (operator === 'Gt' || operator === 'Lt')
      yield refusal(`must be a single number with operator ${operator}`, 'values');
  }
}

export const labelRules: Rules = {
  'meta/v1/LabelSelector': selector,
  'meta/v1/ObjectMeta': metadata,
};

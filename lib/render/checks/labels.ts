// Checks that the API server accepts the labels and annotations of objects and their pods.

import { LABEL_KEY, LABEL_VALUE } from '../../names/naming';
import type { Finding } from './finding';
import { at, type Inventory } from './inventory';

const KEY = new RegExp(LABEL_KEY);
const VALUE = new RegExp(LABEL_VALUE);

export function* labels({ objects, pods }: Inventory): Generator<Finding> {
  const places = [
    ...objects.map((object) => ({ object, field: 'metadata' })),
    ...pods
      .filter(({ field }) => field !== 'spec')
      .map(({ object, field }) => ({ object, field: field.replace(/spec$/, 'metadata') })),
  ];
  for (const { object, field } of places) {
    const own = at(object, `${field}.labels`) ?? {};
    for (const [key, value] of Object.entries(own)) {
      const place = `${field}.labels[${JSON.stringify(key)}]`;
      if (!KEY.test(key)) yield { object, field: place, message: 'is not a valid label key' };
      if (typeof value !== 'string' || value.length > 63 || !VALUE.test(value)) {
        yield { object, field: place, message: `is not a valid label value: ${JSON.stringify(value)}` };
      }
    }
    for (const [key, value] of Object.entries(at(object, `${field}.annotations`) ?? {})) {
      const place = `${field}.annotations[${JSON.stringify(key)}]`;
      if (!KEY.test(key)) yield { object, field: place, message: 'is not a valid annotation key' };
      if (typeof value !== 'string') yield { object, field: place, message: 'must be a string' };
    }
  }
}

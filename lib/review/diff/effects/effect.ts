// What a change does to traffic, data or running work.

import type { ChangeClass, Effect } from '../change';

export const effect = (kind: ChangeClass, message: string, field?: string): Effect => ({
  class: kind,
  message,
  ...(field === undefined ? {} : { field }),
});

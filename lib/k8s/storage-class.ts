// Names of storage classes, as values.

import { text } from '../values/schema';

/** The name of a StorageClass, or "-" for none. */
export const storageClassName = (description: string) =>
  text({
    description,
    default: '',
    pattern: '^(-|[a-z0-9]([-a-z0-9.]*[a-z0-9])?)$',
    maxLength: 253,
    expected: 'the name of a StorageClass, or "-" for none',
  });

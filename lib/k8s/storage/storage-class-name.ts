// The name of a StorageClass as a value.

import { DNS_SUBDOMAIN } from '../../names/naming';
import { text } from '../../values/schema/schema';
/** The name of a StorageClass, or "-" for none. */
export const storageClassName = (description: string) =>
  text({
    description,
    default: '',
    pattern: `^-$|${DNS_SUBDOMAIN}`,
    maxLength: 253,
    expected: 'the name of a StorageClass, or "-" for none',
  });

// Definitions shared by the settings of Argo CD and Flux.

import { DNS_SUBDOMAIN } from '../../names/naming';
import { map, text } from '../../values/schema/schema';

export const duration = (description: string, value: string) =>
  text({
    description,
    default: value,
    pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$',
    expected: 'a duration such as 10m or 1h30m',
  });

export const name = (description: string, value = '') =>
  text({ description, default: value, pattern: DNS_SUBDOMAIN, maxLength: 253, expected: 'the name of an object' });

export const textMap = (description: string, item: string) =>
  map(text({ description: item }), { description, default: {} });

/** Whether it is an OCI artifact rather than a Git repository. */
export const isOci = (repo: string): boolean => repo.startsWith('oci://');

// How credentials are given: as a text that lands in a Secret, or by the name of a Secret.

import { text } from '../../lib/values/schema';

/** A credential; empty when it is not given here. */
export const credential = (description: string) =>
  text({
    description,
    default: '',
    pattern: '^\\S+$',
    expected: 'a text without spaces or line breaks',
    secret: true,
  });

export const existingSecretName = (description: string) => text({ description, default: '' });

export const secretKey = (of: string, name: string) =>
  text({
    description: `Key of ${of}.`,
    default: name,
    pattern: '^[-._a-zA-Z0-9]+$',
    minLength: 1,
    expected: 'a key of a Secret',
  });

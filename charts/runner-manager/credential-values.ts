// How credentials are set: as text that is rendered into a Secret, or as the name of a Secret.

import { dataKey } from '../../lib/k8s/common';
import type { Generator } from '../../lib/values/schema/generator';
import { objectName, text } from '../../lib/values/schema/schema';

/** A credential; empty if it is not set here. */
export const credential = (description: string, generate?: Generator) =>
  text({
    description,
    ...(generate ? { generate } : {}),
    default: '',
    pattern: '^\\S+$',
    expected: 'a string without spaces or line breaks',
    secret: true,
  });

export const existingSecretName = (description: string) => objectName({ description, default: '' });

export const secretKey = (of: string, name: string) => dataKey({ description: `Key for ${of}.`, default: name });

// The schema of `patches` and `extraObjects`. What is inside a patch or an object is checked when it is read.

import { anything, list, object, optional, text } from '../values/schema/schema';

const targetText = (description: string) => optional(text({ description, minLength: 1 }));

const target = object(
  {
    group: optional(text({ description: 'API group; empty for the core group.' })),
    version: targetText('API version without the group.'),
    kind: targetText('Kind.'),
    name: targetText("Name of the object; the hash at the end of a Job's name may be left out."),
    namespace: targetText('Namespace of the object.'),
    labelSelector: targetText('Labels that it must have, as for `kubectl -l`.'),
    annotationSelector: targetText('Annotations that it must have, in the same form.'),
  },
  {
    description:
      'Objects to patch: all that match every key. In kind, name and namespace, `.*` matches any characters, and `|` separates alternatives.',
  },
);

// It can contain anything, including credentials.
const change = (description: string) => anything({ description, secret: true, expected: 'a list, a map or text' });

export const changeParts = {
  patches: optional(
    list(
      object({
        target: optional(target),
        patch: change('JSON 6902 operations (a list), a strategic merge patch (a map), or either as text.'),
      }),
      { description: 'Patches of rendered objects, in order.' },
    ),
  ),
  extraObjects: optional(
    list(change('A Kubernetes object as a map, or objects as YAML text.'), {
      description: 'Objects to render in addition. Their namespace defaults to that of the release.',
    }),
  ),
};

/** A file with changes. */
export const changesSchema = object(changeParts);

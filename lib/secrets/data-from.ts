// Complete entries that External Secrets reads into one Secret, with the field names of `dataFrom` in its ExternalSecret.

import { choice, list, map, object, optional, type Static, text } from '../values/schema/schema';
import type { Rule } from '../values/validate';

const conversions = {
  conversionStrategy: choice(['Default', 'Unicode'], {
    description: 'How names that a Secret cannot have are converted.',
    default: 'Default',
  }),
  decodingStrategy: choice(['Auto', 'Base64', 'Base64URL', 'None'], {
    description: 'How the values are decoded.',
    default: 'None',
  }),
};

const word = (description: string) => text({ description, minLength: 1 });

const item = object({
  extract: optional(
    object(
      {
        key: word('Name of the entry.'),
        property: text({ description: 'Property that contains the keys; empty for the entry itself.', default: '' }),
        version: text({ description: 'Version of the entry; empty for the newest.', default: '' }),
        metadataPolicy: choice(['None', 'Fetch'], {
          description: "Whether to read the entry's tags instead of its value.",
          default: 'None',
        }),
        ...conversions,
      },
      { description: 'Every property of one entry becomes a key.' },
    ),
  ),
  find: optional(
    object(
      {
        path: text({ description: 'Path below which entries are searched.', default: '' }),
        name: optional(object({ regexp: word('Regular expression.') }, { description: 'Names of the entries.' })),
        tags: map(text({ description: 'Value of the tag.' }), {
          description: 'Tags that the entries must have.',
          default: {},
        }),
        ...conversions,
      },
      { description: 'Each entry that is found becomes a key.' },
    ),
  ),
  sourceRef: optional(
    object(
      {
        generatorRef: object(
          {
            apiVersion: text({ description: 'API version.', default: 'generators.external-secrets.io/v1alpha1' }),
            kind: word('Kind of the generator, such as Password.'),
            name: word('Name of the generator.'),
          },
          { description: 'Generator that creates the values.' },
        ),
      },
      { description: 'Where the values come from, if not from the store.' },
    ),
  ),
  rewrite: list(
    object({
      regexp: object(
        {
          source: word('Regular expression that finds a part of the key.'),
          target: text({ description: 'Replacement.' }),
        },
        { description: 'Renames keys.' },
      ),
    }),
    { description: 'Changes to the names of the keys, in this order.', default: [] },
  ),
});

export const dataFrom = list(item, {
  description: 'Whole entries to read. Other than these, only the keys in properties are read.',
  default: [],
});

export type DataFrom = Static<typeof item>;

const SOURCES = ['extract', 'find', 'sourceRef'] as const;

/** Rules for the settings of one Secret. */
export const dataFromRule: Rule<{
  readonly each: Readonly<Record<string, { readonly dataFrom: readonly DataFrom[] }>>;
}> = ({ each }, { error }) => {
  for (const [name, own] of Object.entries(each)) {
    for (const [index, one] of own.dataFrom.entries()) {
      const count = SOURCES.filter((source) => one[source] !== undefined).length;
      if (count !== 1) error((s) => s.each[name]?.dataFrom[index], `must have exactly one of ${SOURCES.join(', ')}`);
    }
  }
};

/** With the API server's defaults, and without empty fields. */
export const rendered = (items: readonly DataFrom[]) =>
  items.map(({ rewrite, ...source }) => ({
    ...Object.fromEntries(Object.entries(source).map(([kind, fields]) => [kind, withoutEmpty(fields)])),
    ...(rewrite.length > 0 ? { rewrite } : {}),
  }));

const withoutEmpty = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && !isEmptyMap(value)));

const isEmptyMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

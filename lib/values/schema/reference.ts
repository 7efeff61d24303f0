// The values of a schema as Markdown: a section per component, an entry per value. Tables would be too wide with long
// keys and defaults.

import { formatPath } from '../path';
import { isRequired } from './defaults';
import { describeType, expectedForm } from './describe';
import { isArraySchema, isObjectSchema, isOptionalSchema } from './kinds';
import { itemOf, optional, restOf, type TObject, type TSchema } from './schema';

/** A section with more values than this is split into its parts. */
const MOST = 25;
/** A part with fewer values than this stays in its parent's section, such as an image or a probe. */
const FEWEST = 10;
/** The same for a component. */
const FEWEST_AT_TOP = 5;

interface Section {
  /** Path of the part; empty for values outside any part. */
  readonly title: string;
  readonly entries: readonly string[];
}

/**
 * All values of `schema`, with a section per component under a heading of `level` (2 is `##`). A single section has no
 * heading. `[]` and `.*` mean the items of a list and the keys of a map.
 */
export function valuesReference(schema: TObject, level: number): string {
  const sections = sectionsOf('', schema);
  if (sections.length === 1) return sections.flatMap(({ entries }) => entries).join('');
  const heading = '#'.repeat(level);
  return sections.map(({ title, entries }) => `${heading} ${nameOf(title)}\n\n${entries.join('')}`).join('\n');
}

/** A list of these sections with links to `page`, and the number of values in each. */
export function valuesContents(schema: TObject, page = ''): string {
  const items = sectionsOf('', schema).map(({ title, entries }) => {
    const count = `${entries.length} ${entries.length === 1 ? 'value' : 'values'}`;
    return `- [${nameOf(title)}](${page}#${anchor(nameOf(title))}): ${count}\n`;
  });
  return items.join('');
}

const nameOf = (title: string) => (title === '' ? 'General' : code(title));

/** The anchor of a heading, as on GitHub. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

function sectionsOf(path: string, schema: TObject): Section[] {
  const parts = Object.entries(schema.properties).map(([key, property]) => ({ path: join(path, key), property }));
  const ownSections = new Map(
    parts
      .filter(({ property }) => isObjectSchema(property) && !isOptionalSchema(property))
      .map((part) => [part.path, part.property as TObject, entriesOf(part.path, part.property).length] as const)
      .filter(([, , size]) => (path === '' ? size >= FEWEST_AT_TOP : size >= FEWEST && countOf(schema, path) > MOST))
      .map(([key, property]) => [key, sectionsOf(key, property)]),
  );
  const rest = restOf(schema);
  const entries = [
    ...parts.filter((part) => !ownSections.has(part.path)).flatMap((part) => entriesOf(part.path, part.property)),
    ...(rest ? entriesOf(`${path}.*`, optional(rest)) : []),
  ];
  return [...(entries.length > 0 ? [{ title: path, entries }] : []), ...[...ownSections.values()].flat()];
}

const countOf = (schema: TObject, path: string): number => entriesOfKeys(path, schema).length;

function entriesOfKeys(path: string, schema: TObject): string[] {
  const known = Object.entries(schema.properties).flatMap(([key, property]) => entriesOf(join(path, key), property));
  const rest = restOf(schema);
  return rest ? [...known, ...entriesOf(`${path}.*`, optional(rest))] : known;
}

function entriesOf(path: string, schema: TSchema): string[] {
  if (isObjectSchema(schema)) {
    const inner = entriesOfKeys(path, schema);
    return isOptionalSchema(schema) ? [entry(path, schema), ...inner] : inner;
  }
  const item = itemOf(schema);
  const inner = item && isObjectSchema(item) ? entriesOfKeys(path + (isArraySchema(schema) ? '[]' : '.*'), item) : [];
  return [entry(path, schema), ...inner];
}

function entry(path: string, schema: TSchema): string {
  const { description = '', secret } = schema;
  const expected = expectedForm(schema);
  const about = [describeType(schema, code), defaultOf(schema), secret && 'secret'].filter(Boolean).join(', ');
  const text = [description, expected && `Expected: ${expected}.`].filter(Boolean).join(' ');
  return `- **${code(path)}** (${about})<br>${text.replaceAll('<', '\\<').replaceAll(/\s+/g, ' ')}\n`;
}

function defaultOf(schema: TSchema): string {
  if ('default' in schema) return `default ${code(JSON.stringify(schema.default))}`;
  return isRequired(schema) ? '**required**' : '';
}

const code = (text: string) => `\`${text}\``;

function join(prefix: string, key: string): string {
  const step = formatPath([key]);
  return prefix === '' || step.startsWith('[') ? prefix + step : `${prefix}.${step}`;
}

// The values of a chart as a Markdown table.

import { KindGuard } from '@sinclair/typebox';
import { isRequired } from './defaults';
import { expectedForm, typeInWords } from './describe';
import { formatPath } from './path';
import { itemOf, optional, restOf, type TObject, type TSchema } from './schema';

const HEAD = ['| Key | Type | Default | Description |', '| --- | --- | --- | --- |'];

/** One row for every value; `[]` and `.*` stand for the items of a list and the keys of a map. */
export function valuesTable(schema: TObject): string {
  return [...HEAD, ...rowsOfKeys(schema, '')].map((line) => `${line}\n`).join('');
}

function rowsOfKeys(schema: TObject, prefix: string): string[] {
  const known = Object.entries(schema.properties).flatMap(([key, property]) => rows(join(prefix, key), property));
  const rest = restOf(schema);
  return rest ? [...known, ...rows(`${prefix}.*`, optional(rest))] : known;
}

function rows(path: string, schema: TSchema): string[] {
  if (KindGuard.IsObject(schema)) {
    const inner = rowsOfKeys(schema, path);
    return KindGuard.IsOptional(schema) ? [row(path, schema), ...inner] : inner;
  }
  const item = itemOf(schema);
  const inner =
    item && KindGuard.IsObject(item) ? rowsOfKeys(item, path + (KindGuard.IsArray(schema) ? '[]' : '.*')) : [];
  return [row(path, schema), ...inner];
}

function row(path: string, schema: TSchema): string {
  const { description = '', secret } = schema;
  const expected = expectedForm(schema);
  const text = [description, expected && `Expected: ${expected}.`, secret && 'Secret.'].filter(Boolean).join(' ');
  const cells = [code(path), typeInWords(schema, code), defaultCell(schema), text.replaceAll('<', '\\<')];
  return `| ${cells.map((cell) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
}

function defaultCell(schema: TSchema): string {
  if ('default' in schema) return code(JSON.stringify(schema.default));
  return isRequired(schema) ? '**required**' : '';
}

const code = (text: string) => `\`${text}\``;

function join(prefix: string, key: string): string {
  const step = formatPath([key]);
  return prefix === '' || step.startsWith('[') ? prefix + step : `${prefix}.${step}`;
}

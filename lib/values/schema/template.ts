// The default values of a chart as commented YAML, ready to edit.

import { Kind } from '@sinclair/typebox';
import { stringify } from 'yaml';
import { isRequired } from './defaults';
import { constraint } from './describe';
import { isObjectSchema, isOptionalSchema } from './kinds';
import type { TObject, TSchema } from './schema';

const WIDTH = 100;
const INDENT = '  ';

interface Entry {
  readonly lines: readonly string[];
  /** Whether any of its keys is not commented out. */
  readonly live: boolean;
}

/**
 * A values file that changes nothing: keys with defaults are uncommented, and others are commented out. Required keys
 * are marked.
 */
export function valuesTemplate(schema: TObject, about: { readonly title: string; readonly more?: string }): string {
  const head = comment(
    `${about.title}. Keys are set to their defaults. Commented-out keys have no default: to set one, remove the # and edit the value.`,
  );
  const more = about.more === undefined ? [] : comment(about.more);
  const entries = Object.entries(schema.properties).map(([key, property]) => entry(key, property, WIDTH).lines);
  return `${[[...head, ...more], ...entries].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** `shown`: the key is written without # even though it has no default, because its parent is commented out. */
function entry(key: string, schema: TSchema, width: number, shown = false): Entry {
  const { lines, live } = isObjectSchema(schema) ? mapBody(key, schema, width) : leafBody(key, schema);
  const body = live || shown ? lines : lines.map((line) => `#${line}`);
  return { lines: [...comment(aboutValue(schema), width), ...body], live };
}

function leafBody(key: string, schema: TSchema): Entry {
  const live = 'default' in schema;
  return { lines: yaml({ [key]: live ? schema.default : exampleOf(schema) }), live };
}

function mapBody(key: string, schema: TObject, width: number): Entry {
  const properties = Object.entries(schema.properties);
  // Two columns of indent, and one for the #.
  const inner = (shown: boolean) =>
    properties.map(([name, property]) =>
      entry(name, property, width - INDENT.length - 1, shown && isRequired(property)),
    );
  const live = !isOptionalSchema(schema) && inner(false).some((child) => child.live);
  const children = inner(!live).flatMap(({ lines }) => lines);
  return { lines: [`${key}:${children.length === 0 ? ' {}' : ''}`, ...children.map((line) => INDENT + line)], live };
}

function aboutValue(schema: TSchema): string {
  const notes = [
    isRequired(schema) && !isObjectSchema(schema) ? 'required' : undefined,
    schema.secret === true ? 'secret' : undefined,
    constraint(schema),
  ].filter((note) => note !== undefined);
  return [schema.description, notes.length > 0 ? `(${notes.join('; ')})` : undefined].filter(Boolean).join(' ');
}

/** A placeholder of the right type. */
function exampleOf(schema: TSchema): unknown {
  switch (schema[Kind]) {
    case 'choice':
      return schema.enum[0];
    case 'integer':
    case 'integerOrPercent':
      return schema.minimum ?? 0;
    case 'Boolean':
      return false;
    case 'Array':
      return [];
    case 'Record':
      return {};
    case 'block':
      return schema.type === 'array' ? [] : {};
    default:
      return '';
  }
}

/** YAML that means the same in YAML 1.1 and 1.2. */
const yaml = (map: object) => stringify(map, { compat: 'yaml-1.1', lineWidth: 0 }).trimEnd().split('\n');

/** Words as comment lines of at most `width` columns. */
export function comment(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(`# ${word}`);
  }
  return lines;
}

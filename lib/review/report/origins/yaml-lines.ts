// The YAML of an object line by line, with the field that each line belongs to. The text is that of lib/yaml.

import { orderedKeys } from '../../../yaml/key-order';
import { blockText, inlineText, isBlock, numberText } from '../../../yaml/yaml';

export interface YamlLine {
  readonly text: string;
  /** The field whose value is on this line; for lines of a map or a list, the map or list itself. */
  readonly path: readonly (string | number)[];
}

type Path = YamlLine['path'];

export function yamlLines(map: object): YamlLine[] {
  return ofMap(map, '', [], '', '');
}

function ofMap(map: object, field: string, path: Path, indent: string, first: string): YamlLine[] {
  const lines: YamlLine[] = [];
  for (const key of orderedKeys(map, field)) {
    const value = (map as Readonly<Record<string, unknown>>)[key];
    if (value === undefined) continue;
    const start = `${lines.length === 0 ? first : indent}${inlineText(key)}:`;
    lines.push(...ofValue(value, key, [...path, key], `${indent}  `, start));
  }
  return lines;
}

function ofValue(value: unknown, field: string, path: Path, indent: string, start: string): YamlLine[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [{ text: `${start} []`, path }];
    return [{ text: start, path }, ...ofList(value, field, path, indent, indent)];
  }
  if (typeof value === 'object' && value !== null) {
    const inside = ofMap(value, field, path, indent, indent);
    return inside.length === 0 ? [{ text: `${start} {}`, path }] : [{ text: start, path }, ...inside];
  }
  return ofScalar(value, path, indent, start);
}

function ofList(list: readonly unknown[], field: string, path: Path, indent: string, first: string): YamlLine[] {
  const lines: YamlLine[] = [];
  for (const [index, item] of list.entries()) {
    const start = `${lines.length === 0 ? first : indent}-`;
    const at = [...path, index];
    const deeper = `${indent}  `;
    if (Array.isArray(item)) {
      if (item.length === 0) lines.push({ text: `${start} []`, path: at });
      else lines.push(...ofList(item, field, at, deeper, `${start} `));
    } else if (typeof item === 'object' && item !== null) {
      const inside = ofMap(item, field, at, deeper, `${start} `);
      lines.push(...(inside.length === 0 ? [{ text: `${start} {}`, path: at }] : inside));
    } else {
      lines.push(...ofScalar(item ?? null, at, deeper, start));
    }
  }
  return lines;
}

function ofScalar(value: unknown, path: Path, indent: string, start: string): YamlLine[] {
  if (typeof value !== 'string') {
    const text = typeof value === 'number' ? numberText(value) : String(value);
    return [{ text: `${start} ${text}`, path }];
  }
  if (!isBlock(value)) return [{ text: `${start} ${inlineText(value)}`, path }];
  const [head = '', ...body] = blockText(value, indent).replace(/\n$/, '').split('\n');
  return [{ text: `${start} ${head}`, path }, ...body.map((text) => ({ text, path }))];
}

// Manifests as YAML: block style, customary key order, no folding, no anchors.
//
// We have our own writer because manifests need only a small part of YAML, and the `yaml` package takes about twenty
// times as long, which matters for thousands of releases. Tests read its output back with YAML 1.1 and 1.2.

import type { Manifest } from '../k8s/object/manifest';
import { orderedKeys } from './key-order';
import { blockText, inlineText, isBlock, numberText } from './yaml-scalar';

/** One YAML document per manifest, in the given order. */
export function toYaml(manifests: readonly Manifest[]): string {
  return manifests.map(mapOf).join('---\n');
}

/** A map as YAML, for configuration files that are not manifests. */
export const mapOf = (map: object): string => mapLines(map, '', '', '');

/** The text after `key:` or `-`: scalars and empty values on the same line, anything else below. Ends with a line break. */
function scalar(value: unknown, field: string, indent: string): string {
  if (typeof value === 'string') return isBlock(value) ? ` ${blockText(value, indent)}` : ` ${inlineText(value)}\n`;
  if (typeof value === 'number') return ` ${numberText(value)}\n`;
  if (typeof value === 'boolean' || value === null) return ` ${value}\n`;
  throw new TypeError(`${field} is a ${typeof value}, which a manifest cannot contain`);
}

/** The lines of a map; the first one starts with `first`, which may contain dashes. Nothing for an empty map. */
function mapLines(map: object, field: string, indent: string, first: string): string {
  let lines = '';
  const deeper = `${indent}  `;
  for (const key of orderedKeys(map, field)) {
    const value = (map as Record<string, unknown>)[key];
    if (value === undefined) continue;
    lines += `${lines === '' ? first : indent}${inlineText(key)}:`;
    if (typeof value !== 'object' || value === null) lines += scalar(value, key, deeper);
    else if (Array.isArray(value)) lines += value.length === 0 ? ' []\n' : `\n${listLines(value, key, deeper, deeper)}`;
    else lines += below(mapLines(value, key, deeper, deeper));
  }
  return lines;
}

const below = (lines: string): string => (lines === '' ? ' {}\n' : `\n${lines}`);

/** The lines of a non-empty list; the first one starts with `first`. */
function listLines(list: readonly unknown[], field: string, indent: string, first: string): string {
  let lines = '';
  const deeper = `${indent}  `;
  for (const item of list) {
    const start = lines === '' ? first : indent;
    if (typeof item !== 'object' || item === null) lines += `${start}-${scalar(item ?? null, field, deeper)}`;
    else if (Array.isArray(item))
      lines += item.length === 0 ? `${start}- []\n` : listLines(item, field, deeper, `${start}- `);
    else lines += mapLines(item, field, deeper, `${start}- `) || `${start}- {}\n`;
  }
  return lines;
}

/** The objects in text from `toYaml`, each as text. */
export const partsOf = (text: string): string[] => text.split(/^---\n/m);

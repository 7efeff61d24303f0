// Manifests as YAML: block style, customary key order, no folding, no anchors.
//
// We have our own writer because manifests need only a small part of YAML, and the `yaml` package takes about twenty
// times as long, which matters for thousands of releases. Tests read its output back with YAML 1.1 and 1.2.

import type { Manifest } from '../k8s/object/manifest';
import { isShared } from '../k8s/object/shared-parts';
import { remembering } from '../names/remember';
import { orderedKeys } from './key-order';

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

/** The lines of a part that releases share, and where they are. */
interface Written {
  readonly field: string;
  readonly indent: string;
  readonly first: string;
  readonly lines: string;
}

const known = new WeakMap<object, Written>();

/**
 * The same text in one piece. V8 keeps concatenated text in pieces, and would copy each of them whenever the text is
 * written to a file.
 */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** The lines of a shared part that was written before. */
function earlierLines(part: object, field: string, indent: string, first: string): string | undefined {
  const earlier = known.get(part);
  if (!earlier || earlier.field !== field || earlier.indent !== indent || earlier.first !== first) return undefined;
  return earlier.lines;
}

function kept(part: object, field: string, indent: string, first: string, lines: string): string {
  if (isShared(part)) known.set(part, { field, indent, first, lines: flat(lines) });
  return lines;
}

/** The lines of a map; the first one starts with `first`, which may contain dashes. Nothing for an empty map. */
const mapLines = (map: object, field: string, indent: string, first: string): string =>
  earlierLines(map, field, indent, first) ?? kept(map, field, indent, first, linesOfMap(map, field, indent, first));

function linesOfMap(map: object, field: string, indent: string, first: string): string {
  let lines = '';
  const deeper = `${indent}  `;
  const keys = orderedKeys(map, field);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    const value = (map as Record<string, unknown>)[key];
    if (value === undefined) continue;
    lines += `${lines === '' ? first : indent}${keyText(key)}:`;
    if (typeof value !== 'object' || value === null) lines += scalar(value, key, deeper);
    else if (Array.isArray(value)) lines += value.length === 0 ? ' []\n' : `\n${listLines(value, key, deeper, deeper)}`;
    else lines += below(mapLines(value, key, deeper, deeper));
  }
  return lines;
}

const below = (lines: string): string => (lines === '' ? ' {}\n' : `\n${lines}`);

/** The lines of a non-empty list; the first one starts with `first`. */
const listLines = (list: readonly unknown[], field: string, indent: string, first: string): string =>
  earlierLines(list, field, indent, first) ?? kept(list, field, indent, first, linesOfList(list, field, indent, first));

function linesOfList(list: readonly unknown[], field: string, indent: string, first: string): string {
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

/** The objects in text from `toYaml`, each as text. A pattern takes a hundred times as long to find where they begin. */
export function partsOf(text: string): string[] {
  const parts: string[] = [];
  let begin = 0;
  for (let at = text.indexOf(SEPARATOR); at >= 0; at = text.indexOf(SEPARATOR, at + 1)) {
    if (at > 0 && text[at - 1] !== '\n') continue;
    parts.push(text.slice(begin, at));
    begin = at + SEPARATOR.length;
  }
  parts.push(text.slice(begin));
  return parts;
}

const SEPARATOR = '---\n';

/** Text that needs no quotes: ASCII without YAML syntax. */
const PLAIN = /^(?:[A-Za-z0-9_/\\$(+~]|[-.](?=[A-Za-z0-9_./$-]))(?:[!-9;-~]|:(?=[^ ])| (?=[!-"$-9;-~]))*$/;

/** Text that any reader may interpret as null, a boolean, a number, a date or a document end. Too broad on purpose. */
const TRAP = [
  '~',
  'null',
  'true|false|yes|no|on|off|y|n',
  '[-+]?\\.(?:inf|nan)',
  '[-+]?[._0-9][-+0-9a-f_.,:xotz ]*',
  '[-+]?e[-+]?[0-9]+',
  '(?:---|\\.\\.\\.).*',
].join('|');

const IS_TRAP = new RegExp(`^(?:${TRAP})$`, 'i');

/** Characters that must be escaped: controls, YAML 1.1 line breaks, byte order marks, lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/u;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON strings are valid YAML, except for characters that YAML also requires to be escaped. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);

/** Text on one line: a key, or a value that is not a literal block. */
export function inlineText(text: string): string {
  return PLAIN.test(text) && !IS_TRAP.test(text) && !text.endsWith(':') ? text : quoted(text);
}

/** Manifests have few different keys, each many times. */
const keyText = remembering(inlineText);

/** Readers differ on a leading tab, and on a last line that consists of spaces. */
const READ_DIFFERENTLY = /^\n*\t|\n[ \t]+\n*$/;

/** Whether text is written as a literal block, which keeps scripts and files readable. */
export function isBlock(text: string): boolean {
  return text.includes('\n') && /[^\n\t ]/.test(text) && !READ_DIFFERENTLY.test(text) && !UNPRINTABLE.test(text);
}

/** A literal block with its header, indented by `indent`. Reading it gives the same text, byte for byte. */
export function blockText(text: string, indent: string): string {
  const body = text.replace(/\n+$/, '');
  const ends = text.length - body.length;
  const chomping = ends === 0 ? '-' : ends === 1 ? '' : '+';
  // Readers detect the indentation from the first line, which fails if it starts with a space.
  const indentation = /^\n* /.test(text) ? '2' : '';
  const lines = body.split('\n').map((line) => (line === '' ? '' : indent + line));
  return `|${indentation}${chomping}\n${lines.join('\n')}\n${'\n'.repeat(Math.max(0, ends - 1))}`;
}

/** A number for YAML 1.1 and 1.2; with an exponent, 1.1 requires a fraction. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`cannot write the number ${value} as YAML for Kubernetes`);
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

// The flags --set, --set-string, --set-literal, --set-json and --set-file, each a layer over files and earlier flags.

import { isHelmTemplate, TEMPLATED } from '../foreign/helm-template';
import { type Layer, type Tree, treeLayer } from '../layer';
import { formatPath, overlaps, type Path, valueAt } from '../path';
import { InputError, type Origin } from '../problem';
import { SpelledNumber } from '../scalar';
import { TEXT_LIMIT } from './input';
import { loadLayer } from './load';
import { assign } from './merge';
import { type Assignment, GrammarError, parseAssignments, type ReadValue, type Scanner } from './strvals';
import { TOO_LONG } from './yaml-tree';

export const SET_FLAGS = ['--set', '--set-string', '--set-literal', '--set-json', '--set-file'] as const;
export type SetFlag = (typeof SET_FLAGS)[number];

/**
 * Parses one flag as a layer. `readText` reads a file for --set-file. `name` is the name in messages if it differs from
 * the flag. Throws `InputError`, which never contains a value.
 */
export function setLayer(
  flag: SetFlag,
  argument: string,
  readText: (file: string) => string,
  name: string = flag,
): Layer {
  try {
    if (flag === '--set-json' && argument.trimStart().startsWith('{')) return objectLayer(name, argument);
    return assignmentsLayer(name, parseAssignments(argument, valueReader(flag, readText)));
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    throw new InputError([{ path: [], message: error.message, origin: originAt(name, error.path) }]);
  }
}

function assignmentsLayer(flag: string, assignments: readonly Assignment[]): Layer {
  return {
    apply: (below) => assignments.reduce<unknown>((tree, { path, value }) => assign(tree, path, value), below) as Tree,
    locate: (path) => {
      const assignment = assignments.findLast((candidate) => overlaps(candidate.path, path));
      return assignment && originAt(flag, assignment.path);
    },
    replaces: (path) =>
      assignments.some((assignment) => path.length >= assignment.path.length && overlaps(assignment.path, path)),
  };
}

/** `--set-json '{"a": {"b": 1}}'` is merged like a file. */
function objectLayer(flag: string, argument: string): Layer {
  const tree = parseJson(argument) as Tree;
  return treeLayer(tree, (path) => (valueAt(tree, path) === undefined ? undefined : originAt(flag, path)));
}

const originAt = (flag: string, path: Path): Origin => ({ source: `${flag} ${formatPath(path)}`.trimEnd() });

function valueReader(flag: SetFlag, readText: (file: string) => string): ReadValue {
  switch (flag) {
    case '--set':
      return (scanner) => readItems(scanner, inferred);
    case '--set-string':
      return (scanner) => readItems(scanner, (text) => text);
    case '--set-file':
      return (scanner) => readItems(scanner, (file) => contentOf(file, readText));
    case '--set-literal':
      return (scanner) => {
        const text = scanner.rest;
        scanner.skip(text.length);
        return text;
      };
    case '--set-json':
      return readJson;
  }
}

/** The content of a file. Its name is the value of a flag, so errors do not quote it. */
function contentOf(file: string, readText: (file: string) => string): string {
  if (file === '') throw new GrammarError('requires a file');
  try {
    const text = readText(file);
    if (text.length > TEXT_LIMIT) throw new GrammarError(`its file is ${TOO_LONG}`);
    return text;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new GrammarError(`its file cannot be read: ${messagesOf(error)}`);
  }
}

const messagesOf = ({ problems }: InputError): string => problems.map(({ message }) => message).join('; ');

/** A value, or a list of them in braces. */
function readItems(scanner: Scanner, convert: (text: string) => unknown): unknown {
  if (scanner.rest.startsWith('{{')) throw new GrammarError(isHelmTemplate(scanner.rest) ? TEMPLATED : BRACES);
  if (!scanner.rest.startsWith('{')) return convert(scanner.until(',').text);
  scanner.skip(1);
  const items: string[] = [];
  for (;;) {
    const { text, stop } = scanner.until(',}');
    if (stop === undefined) throw new GrammarError('has a list without its }');
    items.push(text);
    if (stop === '}') break;
  }
  if (scanner.until(',').text !== '') throw new GrammarError('has text after the } of a list');
  // Empty braces mean no items. Helm reads one empty string, which is never intended.
  return items.length === 1 && items[0] === '' ? [] : items.map(convert);
}

const BRACES = 'starts with a brace, which begins a list: a brace inside a value is written \\{';

const INT64 = 2n ** 63n;

/** Text with the type that Helm infers: floats and numbers with leading zeros stay strings. */
function inferred(text: string): unknown {
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  // As documented by Helm.
  if (text === '[]') return [];
  if (text !== '0' && !/^([1-9]|[-+]\d)\d*$/.test(text)) return text;
  const integer = BigInt(text.replace('+', ''));
  if (integer < -INT64 || integer >= INT64) return text;
  const value = Number(integer);
  return Number.isSafeInteger(value) ? value : new SpelledNumber(value, String(integer));
}

/** One JSON value; empty text is `null`. */
function readJson(scanner: Scanner): unknown {
  const text = scanner.rest;
  const end = jsonEnd(text);
  scanner.skip(end + 1);
  return text.slice(0, end).trim() === '' ? null : parseJson(text.slice(0, end));
}

/** The position of the comma that ends a JSON value, or the end of the text. */
function jsonEnd(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},]/gs)) {
    if (token === ',' && depth === 0) return index;
    if (token === '[' || token === '{') depth++;
    if (token === ']' || token === '}') depth--;
  }
  return text.length;
}

function parseJson(text: string): unknown {
  try {
    JSON.parse(text);
    // Parsed like values files, so that numbers keep their spelling.
    return loadLayer({ source: '', text: `{"value":${text}}` }).apply({}).value;
  } catch (error) {
    throw new GrammarError(error instanceof InputError ? messagesOf(error) : 'is not valid JSON');
  }
}

// The grammar of Helm's --set flags: `a.b=1,list[0].c={x,y}`.

import type { Path } from '../path';

/** One `KEY=VALUE` of a flag. */
export interface Assignment {
  readonly path: Path;
  readonly value: unknown;
}

/** Reads the value after `=`, up to the comma that ends it. */
export type ReadValue = (text: Scanner) => unknown;

/** A syntax error in the argument. Never contains a part of a value, which may be a secret. */
export class GrammarError extends Error {
  constructor(
    message: string,
    /** The part that is certainly a key; empty if there is none. */
    readonly path: Path = [],
  ) {
    super(message);
  }
}

const LARGEST_INDEX = 65_536;
const DEEPEST = 30;

/** Reads text from left to right. */
export class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The remaining text. */
  get rest(): string {
    return this.text.slice(this.at);
  }

  skip(length: number): void {
    this.at += length;
  }

  /** The text up to one of `stops`, which is consumed; `\` escapes the next character. */
  until(stops: string): { readonly text: string; readonly stop: string | undefined } {
    let text = '';
    while (!this.done) {
      const character = this.text.charAt(this.at++);
      if (stops.includes(character)) return { text, stop: character };
      if (character !== '\\') text += character;
      else if (this.done) throw new GrammarError('ends with a backslash');
      else text += this.text.charAt(this.at++);
    }
    return { text, stop: undefined };
  }
}

/** The assignments of one argument, in order. Throws `GrammarError`. */
export function parseAssignments(argument: string, readValue: ReadValue): Assignment[] {
  const scanner = new Scanner(argument);
  const assignments: Assignment[] = [];
  while (!scanner.done) {
    let path: Path = [];
    try {
      path = readKey(scanner);
      assignments.push({ path, value: readValue(scanner) });
    } catch (error) {
      if (!(error instanceof GrammarError)) throw error;
      const [first] = assignments;
      if (first === undefined) throw new GrammarError(error.message, path.length > 0 ? path : error.path);
      // The text after the first comma may be the rest of a value with an unescaped comma.
      throw new GrammarError(`after a comma: ${error.message}; a comma inside a value is written \\,`, first.path);
    }
  }
  return assignments;
}

/** A key and the `=` after it. */
function readKey(scanner: Scanner): Path {
  const path: (string | number)[] = [];
  const fail = (message: string) => new GrammarError(message, path);
  const tooDeep = () => fail(`is nested deeper than ${DEEPEST} levels`);
  for (let dots = 0; ; dots++) {
    if (dots > DEEPEST) throw tooDeep();
    let { text, stop } = scanner.until('=[,.');
    if (text === '')
      throw fail(path.length === 0 ? 'a key is missing (expected KEY=VALUE)' : 'a part of the key is empty');
    path.push(text);
    for (let indexes = 0; stop === '['; indexes++) {
      if (indexes > DEEPEST) throw tooDeep();
      path.push(readIndex(scanner, fail));
      ({ text, stop } = scanner.until('=[,.'));
      if (text !== '') throw fail('has text after its ]');
    }
    if (stop === '=') return path;
    if (stop !== '.') throw fail('has no value (expected KEY=VALUE)');
  }
}

function readIndex(scanner: Scanner, fail: (message: string) => GrammarError): number {
  const { text, stop } = scanner.until(']');
  if (stop === undefined) throw fail('has no ] after its [');
  if (!/^\+?\d+$/.test(text)) throw fail('has an index that is not a non-negative integer');
  if (Number(text) > LARGEST_INDEX) throw fail(`has an index above ${LARGEST_INDEX}`);
  return Number(text);
}

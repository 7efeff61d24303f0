// Parses YAML or JSON text with a single document.

import {
  Composer,
  type CST,
  type Document,
  isScalar,
  Lexer,
  type LineCounter,
  type ParsedNode,
  Parser,
  type YAMLError,
} from 'yaml';
import { UNKNOWN_TAG } from './yaml-tree';

/** Maximum nesting of maps and lists. */
export const DEEPEST = 100;

/** More than any realistic 16 MiB file has; the parser needs about 300 bytes per token. */
const MOST_TOKENS = 2_000_000;

const MOST_ERRORS = 1000;

export interface ReadDocument {
  /** `null` if it is empty, `undefined` if it cannot be parsed. */
  readonly content: ParsedNode | null | undefined;
  /** Unknown tags that were already reported. */
  readonly unknownTags: ReadonlySet<string>;
}

/** The one document of `text`. */
export function documentOf(
  text: string,
  lines: LineCounter,
  report: (offset: number, message: string) => void,
): ReadDocument {
  const refuse = (offset: number, message: string): ReadDocument => {
    report(offset, message);
    return { content: undefined, unknownTags: new Set() };
  };
  const { tokens, excess } = tokensOf(text, lines);
  if (excess) return refuse(excess.offset, excess.message);
  const deep = tokenBelow(tokens, DEEPEST);
  if (deep) return refuse(deep.offset, TOO_DEEP);
  // Duplicate keys are found later, where their path is known.
  const options = { stringKeys: true, uniqueKeys: false, logLevel: 'silent', prettyErrors: false } as const;
  const documents = [...new Composer(options).compose(tokens, true, text.length)];
  const faults = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  for (const fault of faults.sort((a, b) => a.pos[0] - b.pos[0])) report(fault.pos[0], sentence(fault));
  const [first, second] = documents.map(({ contents }: Document.Parsed) => contents).filter(hasContent);
  if (second) report(second.range[0], 'a second document (expected one document per file)');
  const isClear = faults.every(({ code }) => CLEAR.has(code));
  const unknownTags = new Set(faults.flatMap(({ code, message }) => (code === UNRESOLVED ? [message.slice(TAG)] : [])));
  return { content: isClear ? (first ?? null) : undefined, unknownTags };
}

export const TOO_DEEP = `nested deeper than ${DEEPEST} levels`;

interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** Where and why parsing stopped. */
  readonly excess?: { readonly offset: number; readonly message: string };
}

/** Markers of the lexer that are not in the file: a document, a following scalar, the end of a broken flow collection. */
const MARKS = ['\x02', '\x1f', '\x18'];
const SCALAR = '\x1f';

/** Like `Parser.parse`, but stops before it takes too much memory. */
function tokensOf(text: string, lines: LineCounter): Tokens {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  const stop = (message: string): Tokens => ({ tokens: [], excess: { offset, message } });
  let [count, errors, depth, offset, before] = [0, 0, 0, 0, ''];
  for (const lexeme of new Lexer().lex(text)) {
    if (++count > MOST_TOKENS) return stop(`more than ${MOST_TOKENS.toLocaleString('en-US')} YAML tokens`);
    if (before !== SCALAR) {
      if (lexeme === '[' || lexeme === '{') depth++;
      else if (lexeme === ']' || lexeme === '}') depth--;
      if (depth > DEEPEST) return stop(TOO_DEEP);
    }
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') errors++;
    }
    // Nobody reads all of them, and each takes as much memory as a line of values.
    if (errors > MOST_ERRORS) break;
    if (before === SCALAR || !MARKS.includes(lexeme)) offset += lexeme.length;
    before = before === SCALAR ? '' : lexeme;
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

const UNRESOLVED = 'TAG_RESOLVE_FAILED';
const TAG = 'Unresolved tag: '.length;

/** Errors that do not affect the rest of the document. */
const CLEAR: ReadonlySet<string> = new Set([UNRESOLVED, 'NON_STRING_KEY', 'BAD_SCALAR_START', 'BAD_DQ_ESCAPE']);

const hasContent = (node: ParsedNode | null): node is ParsedNode =>
  node !== null && !(isScalar(node) && node.value === null);

/** The first token that is `levels` deep, found without recursion, because deep nesting would overflow the stack. */
function tokenBelow(tokens: readonly CST.Token[], levels: number): CST.Token | undefined {
  const waiting = tokens.map((token) => ({ token, depth: 0 }));
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { token, depth } = at;
    if (depth > levels) return token;
    if (token.type === 'document' && token.value) waiting.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      for (const child of [key, value]) if (child) waiting.push({ token: child, depth: depth + 1 });
    }
  }
  return undefined;
}

/** The parser's message without the text that it quotes, which may be a secret. */
function sentence({ code, message }: YAMLError): string {
  if (code === UNRESOLVED) return UNKNOWN_TAG;
  if (code === 'NON_STRING_KEY') return 'keys must be strings';
  return `invalid YAML: ${message.replace(/(?<=\S): .*$|(?<=Unknown directive) .*$/s, '')}`;
}

// Scalars in YAML that every reader takes for the same value, whether it speaks YAML 1.1 (Helm, kubectl, PyYAML) or 1.2.

/** Text that needs no quotes: ASCII, with nothing in it that means something to YAML in a block. */
const PLAIN = /^(?:[A-Za-z0-9_/\\$(+~]|[-.](?=[A-Za-z0-9_./$-]))(?:[!-9;-~]|:(?=[^ ])| (?=[!-"$-9;-~]))*$/;

/** What some reader takes for null, a boolean, a number, a date or a document's end. Too much rather than too little. */
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

/** Characters that YAML does not print as they are: controls, the line ends of YAML 1.1, byte order marks, half pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON's quoted text is YAML's, but for characters that YAML wants escaped as well. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);

/** Text on one line: a key, or a value that is no block. */
export function inlineText(text: string): string {
  return PLAIN.test(text) && !IS_TRAP.test(text) && !text.endsWith(':') ? text : quoted(text);
}

/** Readers disagree about a tab before the first character, and about a last line of nothing but space. */
const DELICATE = /^\n*\t|\n[ \t]+\n*$/;

/** True for text that is written as a literal block, so that scripts and files can be read. */
export function isBlock(text: string): boolean {
  return text.includes('\n') && /[^\n\t ]/.test(text) && !DELICATE.test(text) && !UNPRINTABLE.test(text);
}

/** A literal block from its header on, its lines indented by `indent`: byte for byte the same text when read. */
export function blockText(text: string, indent: string): string {
  const body = text.replace(/\n+$/, '');
  const ends = text.length - body.length;
  const chomping = ends === 0 ? '-' : ends === 1 ? '' : '+';
  // Readers measure the indentation by the first line, which misleads them when that starts with a space.
  const indentation = /^\n* /.test(text) ? '2' : '';
  const lines = body.replace(/^(?=.)/gm, indent);
  return `|${indentation}${chomping}\n${lines}\n${'\n'.repeat(Math.max(0, ends - 1))}`;
}

/** A number as both YAML 1.1 and 1.2 read it; an exponent needs a fraction for 1.1. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`cannot write the number ${value} as YAML for Kubernetes`);
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

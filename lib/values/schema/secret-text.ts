// The text of a credential: on one line, and without placeholders.

/** The allowed form of a secret. Without either flag, it is a single line without placeholders. */
export interface SecretForm {
  readonly secret?: true;
  /** It can have several lines, such as a key as PEM. */
  readonly multiline?: true;
  /** It can have several lines and `$(NAME)`, which Kubernetes expands. */
  readonly verbatim?: true;
}

/** The text without trailing line breaks, which files and `|` blocks have, if it must be a single line. */
export const withoutLineEnd = (form: SecretForm, text: string): string =>
  isSingleLine(form) ? text.replace(/[\r\n]+$/, '') : text;

const isSingleLine = ({ secret, multiline, verbatim }: SecretForm): boolean =>
  secret === true && !multiline && !verbatim;

const FILLED_IN_NOWHERE = 'which is not replaced here: write the credential itself';

/** Placeholders that scripts, templates and documentation use for a credential. */
const PLACEHOLDERS: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/^\s+$/, 'contains only blanks'],
  [/\$\([A-Za-z_/][^)]*\)|^`[^`]+`$/, `is a shell command, ${FILLED_IN_NOWHERE}`],
  [/\$\{[^}]+\}|^\$[A-Z_][A-Z0-9_]*$|^%[A-Za-z_]\w*%$/, `is a variable, ${FILLED_IN_NOWHERE}`],
  [/\{\{.*\}\}|^__[A-Z][A-Z0-9_]*__$|^(@@?)[A-Za-z_]\w*\1$/, `is a template, ${FILLED_IN_NOWHERE}`],
  [/^\s*<[^<>]+>\s*$|<[A-Za-z]+([-_ ][A-Za-z]+)+>/, `is a placeholder, ${FILLED_IN_NOWHERE}`],
];

/** Why a text cannot be a credential; `undefined` if it can. The reason never quotes it. */
export function secretFault(form: SecretForm, text: string): string | undefined {
  if (form.secret !== true || form.verbatim) return undefined;
  const content = withoutLineEnd(form, text);
  if (content === '' && text !== '') return 'contains only line breaks';
  if (isSingleLine(form) && /[\r\n]/.test(content)) return MANY_LINES;
  return PLACEHOLDERS.find(([pattern]) => pattern.test(content))?.[1];
}

export const MANY_LINES = 'contains a line break (expected a single line)';

/** Words from documentation: `dtn_your_api_key_here`, `your-secret-key`. */
const EXAMPLE = /(^|[-_ ])your[-_ ][-_ a-z]+|change[-_ ]?me|replace[-_ ]?(me|this|with)|^[A-Z]{0,4}X{6,}$|^x{6,}$/i;

/** Whether it looks like an example from documentation. */
export const isExample = (text: string): boolean => text !== '' && EXAMPLE.test(text) && !text.includes('\n');

export const EXAMPLE_WORDS = 'looks like an example from documentation: replace it with your own';

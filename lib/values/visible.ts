// Makes untrusted text safe for a terminal or a log: an index, a table, a file name.

/** Tabs are kept. */
const PLAIN = /^[\t -~]*$/;

let invisible: RegExp | undefined;

/** Control characters, zero-width and bidirectional characters, and Unicode line separators. Slow to create. */
function invisibleCharacters(): RegExp {
  invisible ??= /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
  return invisible;
}

/** The text on one line, without anything that controls a terminal or hides other text. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(invisibleCharacters(), (character) =>
    character === '\t' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The same for a message with several lines. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

// Makes untrusted text safe for a terminal or a log: an index, a table, a file name.

/** Control characters, zero-width and bidirectional characters, and Unicode line separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text on one line, without anything that controls a terminal or hides other text. Tabs are kept. */
export const visible = (text: string): string =>
  text.replaceAll(INVISIBLE, (character) =>
    character === '\t' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );

/** The same for a message with several lines. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

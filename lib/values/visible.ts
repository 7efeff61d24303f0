// Text for a terminal or a log that may come from anybody: an index, a table, the name of a file.

/** Control characters, those that have no width or change the direction of text, and the line ends of Unicode. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text on one line, with nothing in it that steers a terminal or hides other text. Tabs stay. */
export const visible = (text: string): string =>
  text.replaceAll(INVISIBLE, (character) =>
    character === '\t' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );

/** The same for a message that may have several lines. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

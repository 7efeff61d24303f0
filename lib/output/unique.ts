// Names that no other run has chosen.

/**
 * Random hexadecimal digits, eight for each of `words`. They are not secret: V8 seeds them from the random numbers of the
 * system, and loading `node:crypto` for better ones takes longer than writing a release.
 */
export const uniqueHex = (words: number): string =>
  Array.from({ length: words }, () =>
    Math.floor(Math.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');

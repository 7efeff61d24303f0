// The examples at the end of a command's help.

export type Example = readonly [line: string, meaning: string];

export function examples(lines: readonly Example[]): string {
  const width = Math.max(...lines.map(([line]) => line.length));
  return ['', 'Examples:', ...lines.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`)].join('\n');
}

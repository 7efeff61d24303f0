// The progress of a long run: shown only on a terminal, and not for short runs.

import { bar, pauser } from '../../cli/print/progress';

/** The output of a run whose releases take `each` milliseconds. */
async function shown(total: number, each: number, isTerminal = true): Promise<string[]> {
  const lines: string[] = [];
  let time = 0;
  const terminal = { width: 60, status: (line: string) => void lines.push(line) };
  const pause = pauser(
    isTerminal ? { terminal } : {},
    () => total,
    undefined,
    () => time,
  );
  for (let done = 1; done <= total; done++) {
    time += each;
    await pause(done);
  }
  return lines;
}

test('many releases have a progress bar, which is removed at the end', async () => {
  expect(await shown(200, 20)).toContain('[=================>                   ]  99 of 200 releases');
  expect((await shown(200, 20)).at(-1)).toBe('');
});

test('a few slow ones have one after a second', async () => {
  expect(await shown(4, 400)).toEqual(['[=============================>          ] 3 of 4 releases', '']);
});

test.each([
  ['a few that finish quickly', () => shown(4, 10)],
  ['one release', () => shown(1, 5000)],
  ['no terminal', () => shown(200, 20, false)],
])('nothing is shown for %s', async (_what, lines) => {
  expect((await lines()).filter((line) => line !== '')).toEqual([]);
});

test('a line fits any terminal width', () => {
  for (let width = 1; width <= 120; width++) expect(bar(7, 1000, width).length).toBeLessThan(width);
});

test('a signal ends the run at the next pause', async () => {
  const controller = new AbortController();
  const pause = pauser(
    {},
    () => 10,
    controller.signal,
    () => 0,
  );
  await pause(10);
  controller.abort(new Error('enough'));
  await expect(pause(10)).rejects.toThrow('enough');
});

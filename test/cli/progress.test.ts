// How far a long run is: told on a terminal only, and not for what is soon over.

import { bar, pauser } from '../../cli/print/progress';

/** What a run shows whose releases take `each` milliseconds. */
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

test('many releases have a bar, which goes at the end', async () => {
  expect(await shown(200, 20)).toContain('[=================>                   ]  99 of 200 releases');
  expect((await shown(200, 20)).at(-1)).toBe('');
});

test('so have few that take long, after a second', async () => {
  expect(await shown(4, 400)).toEqual(['[=============================>          ] 3 of 4 releases', '']);
});

test.each([
  ['few that are soon done', () => shown(4, 10)],
  ['one release', () => shown(1, 5000)],
  ['no terminal', () => shown(200, 20, false)],
])('nothing is shown for %s', async (_what, lines) => {
  expect((await lines()).filter((line) => line !== '')).toEqual([]);
});

test('a line fits its terminal, however narrow', () => {
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

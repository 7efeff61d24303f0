import { wantsColor } from '../../cli/io';

test.each([
  ['a terminal', {}, true, true],
  ['no terminal', {}, false, false],
  ['NO_COLOR on a terminal', { NO_COLOR: '1' }, true, false],
  ['an empty NO_COLOR, which counts as unset', { NO_COLOR: '' }, true, true],
  ['FORCE_COLOR without a terminal', { FORCE_COLOR: '1' }, false, true],
  ['an empty FORCE_COLOR, which node takes as set', { FORCE_COLOR: '' }, false, true],
  ['FORCE_COLOR=0 on a terminal', { FORCE_COLOR: '0' }, true, false],
  ['FORCE_COLOR over NO_COLOR, as in node', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  ['a dumb terminal', { TERM: 'dumb' }, true, false],
])('colors with %s', (_case, env, isTerminal, expected) => {
  expect(wantsColor(env, isTerminal)).toBe(expected);
});

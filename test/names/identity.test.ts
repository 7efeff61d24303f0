import { NAMESPACE, obeys, RELEASE_NAME } from '../../lib/names/naming';

test.each([
  [RELEASE_NAME, 53],
  [NAMESPACE, 63],
])('names are DNS labels up to their own length (case %#)', (rule, longest) => {
  expect(obeys(rule, 'lab-7')).toBe(true);
  expect(obeys(rule, 'a'.repeat(longest))).toBe(true);
  expect(obeys(rule, 'a'.repeat(longest + 1))).toBe(false);
  expect(['', 'Lab', 'lab_7', '-lab', 'lab-', 'lab.7'].filter((name) => obeys(rule, name))).toEqual([]);
});

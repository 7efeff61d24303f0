import { remembering } from '../../lib/names/remember';

test('a text is computed once, and again after many others', () => {
  const computed: string[] = [];
  const length = remembering((text) => {
    computed.push(text);
    return text.length;
  }, 3);
  expect(['a', 'bb', 'a', 'bb', 'ccc'].map(length)).toEqual([1, 2, 1, 2, 3]);
  expect(computed).toEqual(['a', 'bb', 'ccc']);
  expect(['dddd', 'a', 'a'].map(length)).toEqual([4, 1, 1]);
  expect(computed).toEqual(['a', 'bb', 'ccc', 'dddd', 'a']);
});

test('false is remembered, too', () => {
  let count = 0;
  const isLong = remembering(() => count++ > 5);
  expect([isLong('a'), isLong('a')]).toEqual([false, false]);
  expect(count).toBe(1);
});

import { visible, visibleLines } from '../../lib/values/visible';

test('characters that control a terminal or hide text are escaped', () => {
  expect(visible('a\u001b[2K\u009b1A\u202e\u200b\u2028\r\nb')).toBe(
    'a\\u{1b}[2K\\u{9b}1A\\u{202e}\\u{200b}\\u{2028}\\u{d}\\u{a}b',
  );
});

test('all other text is unchanged', () => {
  const text = 'fields:\tnaïve 語 🙂 <b> `$(x)`';
  expect(visible(text)).toBe(text);
});

test('a message keeps its line breaks', () => {
  expect(visibleLines('one\ntwo\u001b')).toBe('one\ntwo\\u{1b}');
});

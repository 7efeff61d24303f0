// Results for texts that occur again and again, in bounded memory.

/** `compute`, which keeps at most `most` of its results. It must depend on nothing but the text. */
export function remembering<T>(compute: (text: string) => T, most = 1000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const earlier = known.get(text);
    if (earlier !== undefined) return earlier;
    const result = compute(text);
    if (known.size >= most) known.clear();
    known.set(text, result);
    return result;
  };
}

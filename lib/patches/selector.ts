// Label and annotation selectors in kubectl's syntax: `app=web,tier!=db,env in (a,b),!legacy,owner`.

type Labels = Readonly<Record<string, string>>;
export type Selector = (labels: Labels) => boolean;

const SET = /^([^\s!=(),]+)\s+(in|notin)\s+\(([^()]*)\)$/;
const EQUALITY = /^([^\s!=(),]+)\s*(==|=|!=)\s*([^\s!=(),]*)$/;
const EXISTS = /^(!?)\s*([^\s!=(),]+)$/;

/** `undefined` if the text is not a selector. */
export function parseSelector(text: string): Selector | undefined {
  // Not at a comma between parentheses.
  const parts = text.split(/,(?![^()]*\))/).map((part) => requirement(part.trim()));
  return parts.every((part) => part !== undefined) ? (labels) => parts.every((part) => part(labels)) : undefined;
}

function requirement(part: string): Selector | undefined {
  const labelOf = (labels: Labels, key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  const [, member, operator, list = ''] = SET.exec(part) ?? [];
  if (member !== undefined) {
    const values = list.split(',').map((value) => value.trim());
    return (labels) => values.includes(labelOf(labels, member) ?? '\0') === (operator === 'in');
  }
  const [, key, sign, value = ''] = EQUALITY.exec(part) ?? [];
  if (key !== undefined) return (labels) => (labelOf(labels, key) === value) === (sign !== '!=');
  const [, not, name] = EXISTS.exec(part) ?? [];
  if (name === undefined) return undefined;
  return (labels) => (labelOf(labels, name) !== undefined) === (not === '');
}

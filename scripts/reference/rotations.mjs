// The lists of docs/rotating.md: how to replace each credential of a chart.

/** Credentials that are replaced in the same way are one item. */
export function rotationList({ rotations = () => ({}) }) {
  const groups = new Map();
  for (const [path, rotation] of Object.entries(rotations())) {
    const key = JSON.stringify(rotation);
    groups.set(key, { rotation, paths: [...(groups.get(key)?.paths ?? []), path] });
  }
  return `\n${[...groups.values()].map(item).join('')}\n`;
}

function item({ paths, rotation }) {
  const { sameAs, refused, readers, order, impact } = rotation;
  const names = `- ${paths.map((path) => `\`${path}\``).join(', ')}`;
  if (sameAs) return `${names}: the same credential as \`${sameAs}\`.\n`;
  if (refused) return `${names}: **never**, because ${refused}. Read by: ${readers}.\n`;
  const steps = order.length === 1 ? order[0] : order.map((step, index) => `(${index + 1}) ${step}`).join('; ');
  return [
    names,
    `  - Next value: ${sourceOf(rotation)}. Read by: ${readers}.`,
    `  - Order: ${steps}.`,
    `  - Impact: ${impact}.`,
    '',
  ].join('\n');
}

const sourceOf = ({ issuer }) => (issuer ? `from ${issuer}` : '`secrets --rotate`');

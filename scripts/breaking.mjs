// The sections "Breaking" of CHANGELOG.md, from breaking-changes.yaml.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const WIDTH = 150;

/** The changes of one version. */
export function breakingList(version) {
  const changes = parse(readFileSync('breaking-changes.yaml', 'utf8')).filter((change) => change.version === version);
  return `${changes.map(item).join('')}`;
}

function item({ area, charts = [], summary, details }) {
  const scope = [...charts, ...(area === 'library' ? ['Library'] : [])].join(', ');
  const text = [`${scope ? `${scope}: ` : ''}${summary}.`, details].filter(Boolean).join(' ');
  const lines = ['-'];
  for (const word of text.trim().split(/\s+/)) {
    const line = lines.at(-1);
    if (line.length + 1 + word.length > WIDTH) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return `${lines.join('\n')}\n`;
}

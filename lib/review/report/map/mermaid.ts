// The map as Mermaid: a node for each component, because Mermaid cannot draw all objects in a readable way.

import { listSummary } from '../../../values/list-summary';
import { visible } from '../../../values/visible';
import { CLASSES } from '../../diff/change';
import { MARK } from '../mark';
import type { ReportModel, SectionModel } from '../model';
import { type Card, cardsOf, type Link, linksOf } from './cards';
import { shortKind } from './kinds';
import type { Mark } from './svg';

export function reportMermaid({ sections }: ReportModel): string {
  const lines = sections.flatMap((section, index) => sectionLines(section, `s${index}`, sections.length > 1));
  return [`%% ${MARK}`, 'flowchart LR', ...lines, ...STYLES].map((line) => `${line}\n`).join('');
}

/** By effect: the colors of the map. */
const STYLES = [
  'classDef harmless stroke:#2e7d32,stroke-width:2px',
  'classDef warning stroke:#9a5b00,stroke-width:2px',
  'classDef severe stroke:#c62828,stroke-width:3px',
  'classDef around stroke-dasharray:5 4',
];

function sectionLines(section: SectionModel, id: string, isNamed: boolean): string[] {
  const { graph, releases, changeOf } = section;
  const cards = cardsOf(graph);
  const idOf = new Map(cards.map((card, index) => [card, `${id}c${index}`]));
  const nodes = cards.map((card) => {
    const marks = card.rows.flatMap(({ node }) => changeOf(node)?.mark ?? []);
    const style = styleOf(card, marks);
    return `${idOf.get(card)}["${labelOf(card, section)}"]${style ? `:::${style}` : ''}`;
  });
  const links = linksOf(graph, cards).map((link) => `${idOf.get(link.from)} ${arrow(link)} ${idOf.get(link.to)}`);
  if (!isNamed) return [...nodes, ...links];
  const [first = '', ...others] = releases;
  return [`subgraph ${id}["${escaped(listSummary(first, others.length))}"]`, ...nodes, 'end', ...links];
}

function labelOf({ title, rows }: Card, { changeOf }: SectionModel): string {
  const changed = rows.flatMap(({ node }) => {
    const mark = changeOf(node)?.mark;
    return mark ? [`${SIGNS[mark.action]} ${shortKind(node.kind)} ${node.name}`] : [];
  });
  const lines =
    changed.length > 0
      ? changed
      : summary(rows.map(({ node }) => (node.place === 'release' ? shortKind(node.kind) : node.name)));
  return [`<b>${escaped(title)}</b>`, ...lines.map(escaped)].join('<br/>');
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

const LONGEST = 6;

/** Kinds or hosts, each once. */
function summary(words: readonly string[]): string[] {
  const unique = [...new Set(words)];
  const [shown, more] = [unique.slice(0, LONGEST), unique.length - LONGEST];
  return [shown.join(', '), ...(more > 0 ? [`and ${more} more`] : [])];
}

function styleOf({ place }: Card, marks: readonly Mark[]): string | undefined {
  const effect = CLASSES.findLast((name) => marks.some((mark) => mark.effect === name));
  if (effect === 'data' || effect === 'outage') return 'severe';
  if (effect === 'harmless' || effect === 'reruns') return 'harmless';
  if (effect !== undefined) return 'warning';
  return place === 'release' ? undefined : 'around';
}

function arrow({ kind, blocked }: Link): string {
  if (blocked) return '--x';
  return kind === 'traffic' ? '-->' : kind === 'reference' ? '-.->' : '-. may .->';
}

/** Mermaid reads quotes, and entities without `&`. */
const escaped = (text: string): string =>
  visible(text).replace(/[#"<>&]/g, (character) => `#${character.charCodeAt(0)};`);

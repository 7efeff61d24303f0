// The map as SVG: in the page, or alone.

import { type ChangeClass, CLASSES } from '../../diff/change';
import { escapeXml } from '../escape';
import type { GraphNode } from '../graph/model';
import { HEAD, type Link, ROW, spokenName } from './cards';
import { familyOf, shortKind } from './kinds';
import type { Layout, Placed, Route } from './layout';

/** What happens to an object, with `--against`. */
export interface Mark {
  readonly action: 'added' | 'removed' | 'changed';
  readonly effect: ChangeClass;
}

export interface Drawing {
  /** Prefix of the ids in the document. */
  readonly id: string;
  /** For screen readers. */
  readonly title: string;
  readonly layout: Layout;
  readonly markOf: (node: GraphNode) => Mark | undefined;
  /** The number of each node in the data of the page. */
  readonly indexOf: (node: GraphNode) => number;
}

export function svgOf({ id, title, layout, markOf, indexOf }: Drawing, extra = ''): string {
  const { width, height, cards, routes } = layout;
  const indexOfId = new Map(cards.flatMap(({ card }) => card.rows.map(({ node }) => [node.id, indexOf(node)])));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="map" id="${id}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${escapeXml(title)}">`,
    extra,
    `<defs>${['traffic', 'reference', 'permission', 'blocked'].map((kind) => arrow(id, kind)).join('')}</defs>`,
    ...routes.map((route) => routeOf(id, route, indexOfId)),
    ...cards.map((card) => cardOf(card, markOf, indexOf)),
    '</svg>',
  ].join('\n');
}

const arrow = (id: string, kind: string): string =>
  `<marker id="${id}-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip ${kind}" d="M0 .5 8 4 0 7.5z"/></marker>`;

function routeOf(id: string, { link, path }: Route, indexOf: ReadonlyMap<string, number>): string {
  const look = link.blocked ? 'blocked' : link.kind;
  const ends = link.edges.map(({ from, to }) => `${indexOf.get(from)}-${indexOf.get(to)}`);
  return `<path class="edge ${link.kind}${link.blocked ? ' blocked' : ''}" data-edges="${ends.join(' ')}" d="${path}" marker-end="url(#${id}-${look})"><title>${escapeXml(textOf(link))}</title></path>`;
}

function textOf({ edges, from, to }: Link): string {
  const name = (id: string): string => {
    const node = [...from.rows, ...to.rows].find((row) => row.node.id === id)?.node;
    return node ? `${node.kind} ${node.name}` : id;
  };
  return edges
    .map((edge) => {
      const notes = [edge.label, edge.blocked && `blocked by ${edge.blocked}`].filter(Boolean).join(', ');
      return `${name(edge.from)} → ${name(edge.to)}${notes && `: ${notes}`}`;
    })
    .join('\n');
}

function cardOf({ card, x, y }: Placed, markOf: Drawing['markOf'], indexOf: Drawing['indexOf']): string {
  const rows = card.rows.map(({ node, text, x: left, y: top }) => {
    const mark = markOf(node);
    const change = mark ? ` ${mark.action} effect-${mark.effect}` : '';
    const spoken = `${spokenName(node)}${mark ? `, ${mark.action}` : ''}`;
    const width = card.stages.length > 0 ? card.width : card.width / new Set(card.rows.map((row) => row.x)).size;
    return [
      `<g class="object ${familyOf(node.kind)}${change}" data-node="${indexOf(node)}" transform="translate(${left} ${top})" role="button" tabindex="-1" aria-label="${escapeXml(spoken)}">`,
      `<title>${escapeXml(spoken)}</title><rect class="hit" x="3" width="${width - 6}" height="${ROW - 1}" rx="3"/>`,
      `<rect class="pill" x="8" y="2" width="48" height="14" rx="7"/><text class="kind" x="32" y="12.5">${escapeXml(shortKind(node.kind))}</text>`,
      `<text class="name" x="62" y="13">${escapeXml(text)}</text>`,
      mark ? `<text class="sign" x="${width - 14}" y="13">${SIGNS[mark.action]}</text>` : '',
      '</g>',
    ].join('');
  });
  const stages = card.stages.map(({ name, y: top }) => `<text class="stage" x="10" y="${top + 11}">${name}</text>`);
  return [
    `<g class="card ${card.place}" data-component="${escapeXml(card.title)}" transform="translate(${x} ${y})">`,
    `<rect class="box" width="${card.width}" height="${card.height}" rx="7"/>`,
    `<text class="title" x="10" y="${HEAD - 9}">${escapeXml(card.title)}</text>`,
    ...stages,
    ...rows,
    '</g>',
  ].join('\n');
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

/** The most severe one. */
export const mostSevere = (classes: readonly ChangeClass[]): ChangeClass =>
  CLASSES.findLast((effect) => classes.includes(effect)) ?? 'harmless';

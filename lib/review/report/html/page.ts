// The report as one HTML file, which loads nothing.

import { createHash } from 'node:crypto';
import { readScript } from '../../../k8s/script';
import { listSummary } from '../../../values/list-summary';
import { escapeXml } from '../escape';
import { EDGE_KINDS, type EdgeKind } from '../graph/model';
import { layoutOf } from '../map/layout';
import { MAP, MAP_STYLES } from '../map/styles';
import { svgOf } from '../map/svg';
import { MARK } from '../mark';
import type { ReportModel, SectionModel } from '../model';
import { dataOf, embedded } from './data';
import { changesHtml, rowsHtml, tableHtml } from './tables';

export function reportHtml(report: ReportModel): string {
  const { title, sections, tables, changes } = report;
  const style = [
    ...MAP_STYLES.map((name) => readScript(MAP, name)),
    ...['page.css', 'details.css'].map((name) => readScript(__dirname, name)),
  ].join('');
  const script = ['details.js', 'page.js'].map((name) => readScript(__dirname, name)).join('');
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  const links = [
    ...(changes ? [['changes', 'Changes']] : []),
    ...sections.map((section, index) => [`r${index}`, headingOf(section)]),
    ...tables.map((table) => [table.id, table.title]),
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="color-scheme" content="light dark"><meta name="generator" content="${MARK}">`,
    `<title>${escapeXml(title)}</title><style>${style}</style></head><body>`,
    '<a class="skip" href="#main">Skip to the content</a>',
    `<header><h1>${escapeXml(title)}</h1><p>${escapeXml(countsOf(report))}</p>`,
    `<nav aria-label="Contents"><ul>${links.map(([id = '', text = '']) => `<li><a href="#${id}">${escapeXml(text)}</a></li>`).join('')}</ul></nav></header>`,
    '<main id="main">',
    ...(changes ? [changesHtml(changes)] : []),
    ...sections.map(sectionHtml),
    '<section id="tables" aria-labelledby="tables-title"><h2 id="tables-title">Tables</h2>',
    ...tables.map(tableHtml),
    '</section></main>',
    '<aside id="details" aria-labelledby="details-title" hidden></aside>',
    `<script type="application/json" id="data">${embedded(sections.map(dataOf))}</script>`,
    `<script>${script}</script></body></html>\n`,
  ].join('\n');
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const headingOf = ({ releases: [first = '', ...others] }: SectionModel): string => listSummary(first, others.length);

function countsOf({ sections }: ReportModel): string {
  const releases = sections.reduce((sum, section) => sum + section.releases.length, 0);
  const objects = sections.reduce(
    (sum, { releases: { length }, graph }) =>
      sum + length * graph.nodes.filter(({ place }) => place === 'release').length,
    0,
  );
  return `${releases} ${releases === 1 ? 'release' : 'releases'}, ${objects} objects`;
}

const CONNECTIONS: Readonly<Record<EdgeKind, string>> = {
  traffic: 'Traffic',
  reference: 'References',
  permission: 'Permissions',
};

function sectionHtml(section: SectionModel, index: number): string {
  const id = `r${index}`;
  const { chart, namespace, graph, changeOf } = section;
  const numbers = new Map(graph.nodes.map((node, number) => [node.id, number]));
  const heading = headingOf(section);
  const kinds = [...new Set(graph.nodes.map(({ kind }) => kind))].sort();
  const components = [...new Set(graph.nodes.map(({ component }) => component))];
  const isCompared = graph.nodes.some((node) => changeOf(node) !== undefined);
  return [
    `<section class="release" id="${id}" data-section="${index}" aria-labelledby="${id}-title">`,
    `<h2 id="${id}-title">${escapeXml(heading)} <small>${escapeXml(`chart ${chart}, namespace ${namespace}`)}</small></h2>`,
    '<form class="filters" aria-label="Filters"><fieldset><legend>Connections</legend>',
    ...EDGE_KINDS.map(
      (kind) =>
        `<label class="${kind}"><input type="checkbox" name="${kind}" checked> <svg class="key" width="26" height="8" aria-hidden="true"><path class="edge ${kind}" d="M0 4H26"/></svg> ${CONNECTIONS[kind]}</label>`,
    ),
    '</fieldset>',
    select('kind', 'Kind', 'all kinds', kinds),
    select('component', 'Component', 'all components', components),
    ...(isCompared ? ['<label><input type="checkbox" name="changed"> Only changed</label>'] : []),
    '<button type="reset">Show all</button>',
    '<output class="status" aria-live="polite"></output></form>',
    rowsHtml(section, id),
    `<p class="note">Select an object for its YAML, the origin of each field, and its connections. With the keyboard: Tab to the map, arrow keys to move, Enter to select, Escape to close.</p>`,
    `<div class="canvas">${svgOf({
      id: `${id}-map`,
      title: `Map of ${heading}`,
      layout: layoutOf(graph),
      markOf: (node) => changeOf(node)?.mark,
      indexOf: (node) => numbers.get(node.id) ?? 0,
    })}</div>`,
    '</section>',
  ].join('\n');
}

function select(name: string, label: string, all: string, words: readonly string[]): string {
  const options = words.map((word) => `<option>${escapeXml(word)}</option>`);
  return `<label>${label} <select name="${name}"><option value="">${all}</option>${options.join('')}</select></label>`;
}

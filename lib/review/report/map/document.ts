// The maps of all releases as one SVG file.

import { readScript } from '../../../k8s/script';
import { listSummary } from '../../../values/list-summary';
import { escapeXml } from '../escape';
import { MARK } from '../mark';
import type { ReportModel, SectionModel } from '../model';
import { type Layout, layoutOf } from './layout';
import { MAP, MAP_STYLES } from './styles';
import { svgOf } from './svg';

const MARGIN = 16;
const HEADING = 30;
const LEGEND = 26;

export function reportSvg({ title, sections, changes }: ReportModel): string {
  const maps = sections.map((section) => ({ section, layout: layoutOf(section.graph) }));
  const width = Math.max(MINIMUM, ...maps.map(({ layout }) => layout.width)) + 2 * MARGIN;
  const head = changes ? [title, changes.summary] : [title];
  let y = MARGIN + head.length * 22 + LEGEND;
  const parts = maps.map(({ section, layout }, index) => {
    const part = sectionSvg(section, layout, `r${index}`, y);
    y += HEADING + layout.height + MARGIN;
    return part;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img" aria-label="${escapeXml(title)}">`,
    `<!-- ${MARK} -->`,
    `<style>${MAP_STYLES.map((name) => readScript(MAP, name)).join('')}</style>`,
    `<rect class="page" width="${width}" height="${y}"/>`,
    ...head.map(
      (line, index) =>
        `<text class="${index === 0 ? 'heading' : 'summary'}" x="${MARGIN}" y="${MARGIN + 14 + index * 22}">${escapeXml(line)}</text>`,
    ),
    legend(MARGIN + head.length * 22 + 12, changes !== undefined),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** Room for the legend. */
const MINIMUM = 860;

function sectionSvg(section: SectionModel, layout: Layout, id: string, y: number): string {
  const { graph, releases, chart, changeOf } = section;
  const [first = '', ...others] = releases;
  const numbers = new Map(graph.nodes.map((node, number) => [node.id, number]));
  const title = listSummary(first, others.length);
  const map = svgOf({
    id,
    title: `Map of ${title}`,
    layout,
    markOf: (node) => changeOf(node)?.mark,
    indexOf: (node) => numbers.get(node.id) ?? 0,
  });
  return `<text class="heading" x="${MARGIN}" y="${y + 18}">${escapeXml(`${title} (chart ${chart})`)}</text><g transform="translate(${MARGIN} ${y + HEADING})">${map}</g>`;
}

function legend(y: number, isCompared: boolean): string {
  const lines = (['traffic', 'reference', 'permission'] as const).map(
    (kind, index) =>
      `<g transform="translate(${MARGIN + index * 110} ${y})"><path class="edge ${kind}" d="M0 0H26"/><text class="summary" x="32" y="4">${kind}</text></g>`,
  );
  const effects = [
    ['harmless', 'harmless'],
    ['restarts', 'restarts, removes or widens'],
    ['outage', 'outage, or data at risk'],
  ].map(
    ([effect = '', text = ''], index) =>
      `<g class="changed effect-${effect}" transform="translate(${MARGIN + 350 + index * 200 - (index === 0 ? 0 : 100)} ${y - 8})"><rect class="hit" width="18" height="14" rx="3"/><text class="summary" x="24" y="12">${text}</text></g>`,
  );
  return [...lines, ...(isCompared ? effects : [])].join('');
}

// Tables and changes as HTML.

import type { Changes } from '../changes';
import { escapeXml } from '../escape';
import type { SectionModel } from '../model';
import type { Cell, Table } from '../tables/table';

export function tableHtml({ id, title, note, columns, rows, sums = [], empty }: Table): string {
  const head = `<section class="table" id="${id}" aria-labelledby="${id}-title"><h3 id="${id}-title">${escapeXml(title)}</h3><p class="note">${escapeXml(note)}</p>`;
  if (rows.length === 0) return `${head}<p>${escapeXml(empty)}</p></section>`;
  return [
    head,
    `<div class="scroll" role="region" aria-labelledby="${id}-title" tabindex="0"><table>`,
    `<thead><tr>${columns.map((column) => `<th scope="col">${escapeXml(column)}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.map((cells) => rowHtml(cells)).join('\n')}</tbody>`,
    sums.length > 0 ? `<tfoot>${sums.map((cells) => rowHtml(cells)).join('\n')}</tfoot>` : '',
    '</table></div></section>',
  ].join('\n');
}

const rowHtml = ([first = '', ...others]: readonly Cell[]): string =>
  `<tr><th scope="row">${cellHtml(first)}</th>${others.map((cell) => `<td>${cellHtml(cell)}</td>`).join('')}</tr>`;

function cellHtml(cell: Cell): string {
  if (typeof cell === 'string') return escapeXml(cell);
  if ('command' in cell) return `<pre>${cell.command.split('\n').map(escapeXml).join('\n')}</pre>`;
  return cell.map((line) => `<div>${escapeXml(line)}</div>`).join('');
}

/** The releases of a section, with what differs between them. */
export function rowsHtml({ releases, columns }: SectionModel, id: string): string {
  if (releases.length === 1) return '';
  const shown = columns.filter(({ values }) => values.some((value, row) => value !== releases[row]));
  const rows = releases.map((name, row) => [name, ...shown.map(({ values }) => values[row] ?? '')]);
  return [
    `<details class="rows"><summary>${releases.length} releases: the values that differ</summary>`,
    `<label for="${id}-release">Show the objects of</label> <select id="${id}-release" class="row-choice">`,
    ...releases.map((name, row) => `<option value="${row}">${escapeXml(name)}</option>`),
    '</select>',
    tableHtml({
      id: `${id}-rows`,
      title: 'Releases',
      note: 'All other fields are the same. The map shows the first release.',
      columns: ['Release', ...shown.map(({ field }) => field)],
      rows,
      empty: '',
    }),
    '</details>',
  ].join('\n');
}

export function changesHtml({ summary, entries }: Changes): string {
  const items = entries.map(({ name, sign, mark, effects, warnings, fields }, number) => {
    const badges = effects.map((effect) => `<span class="badge effect-${mark.effect}">${escapeXml(effect)}</span>`);
    const lines = [...warnings.map((text) => `! ${text}`), ...fields];
    const body =
      lines.length > 0 ? `<pre>${lines.map(escapeXml).join('\n')}</pre>` : '<p class="note">The whole object.</p>';
    return `<details class="change ${mark.action} effect-${mark.effect}" id="change-${number}"><summary><span class="sign" aria-hidden="true">${sign}</span> ${escapeXml(name)}: ${mark.action} ${badges.join(' ')}</summary>${body}</details>`;
  });
  return [
    '<section id="changes" aria-labelledby="changes-title"><h2 id="changes-title">Changes</h2>',
    `<p>${escapeXml(summary)}</p>`,
    ...items,
    '</section>',
  ].join('\n');
}

// The pages that people read on GitHub and in the package: links work, and nothing is wider than the page.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(__dirname, '..');
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

const pages = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true })
    .map((file) => join('docs', String(file)))
    .filter((file) => file.endsWith('.md')),
];

const withoutCode = (text: string) => text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
  const seen = new Map<string, number>();
  const headings =
    read(page)
      .replaceAll(/^```.*?^```/gms, '')
      .match(/^#+ .*$/gm) ?? [];
  return new Set(
    headings.map((heading) => {
      const text = heading.replace(/^#+ /, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
      const anchor = text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-');
      const count = seen.get(anchor) ?? 0;
      seen.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    }),
  );
}

test.each(pages)('%s: every link leads to an existing file and heading', (page) => {
  const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : normalize(join(dirname(page), path));
      return !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchorsOf(target).has(anchor));
    });
  expect(broken).toEqual([]);
});

test('docs/README.md links to every page, directly or through another page', () => {
  const reached = new Set<string>();
  const visit = (page: string) => {
    if (reached.has(page)) return;
    reached.add(page);
    for (const [, link = ''] of withoutCode(read(page)).matchAll(/\]\(([^)\s#]+\.md)[^)]*\)/g)) {
      if (!/^[a-z]+:/.test(link)) visit(normalize(join(dirname(page), link)));
    }
  };
  visit('docs/README.md');
  expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});

/** Width of a GitHub page in pixels at 900 px, and the maximum width of a character in its fonts. */
const PAGE = 900;
const TEXT = 8.5;
const CODE = 8.2;
/** Left and right of a cell, with its border. */
const PADDING = 27;

/** The width of the longest part of a cell that does not wrap. */
function narrowest(cell: string): number {
  const words = cell
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/(`[^`]*`)/)
    .flatMap((part) =>
      part
        .replaceAll('`', '')
        .split(/[\s-]/)
        .map((word) => word.length * (part.startsWith('`') ? CODE : TEXT)),
    );
  return Math.max(...words) + PADDING;
}

test.each(pages)('%s: no table is wider than the page', (page) => {
  const tables = read(page).match(/(^\|.*\n)+/gm) ?? [];
  const widths = tables.map((table) => {
    const rows = table
      .trimEnd()
      .split('\n')
      .map((row) => row.replaceAll('\\|', '/').split('|').slice(1, -1));
    const columns = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => narrowest(row[column]?.trim() ?? ''))),
    );
    return { head: table.split('\n')[0], width: columns.reduce((sum, width) => sum + width, 0) };
  });
  expect(widths.filter(({ width }) => width > PAGE)).toEqual([]);
});

// Maps are readable: no box covers another one, everything is inside, and the result is always the same.

import { type Layout, layoutOf } from '../../../lib/review/report/map/layout';
import { cases } from '../../support/charts';
import { render } from '../../support/render';
import { graphOf } from './support';

const layouts = cases.map(({ chart, name, system, values }) => ({
  title: `${chart} ${name}`,
  graph: graphOf(render(system, values)),
}));

const numbers = (path: string) => [...path.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));

function overlaps({ cards }: Layout): string[] {
  return cards.flatMap((a, index) =>
    cards
      .slice(index + 1)
      .filter(
        (b) =>
          a.x < b.x + b.card.width &&
          b.x < a.x + a.card.width &&
          a.y < b.y + b.card.height &&
          b.y < a.y + a.card.height,
      )
      .map((b) => `${a.card.title} and ${b.card.title}`),
  );
}

describe.each(layouts)('$title', ({ graph }) => {
  const layout = layoutOf(graph);

  test('no box covers another one', () => {
    expect(overlaps(layout)).toEqual([]);
  });

  test('every box and line is inside', () => {
    const { width, height } = layout;
    for (const { card, x, y } of layout.cards) {
      expect([x >= 0, y >= 0, x + card.width <= width, y + card.height <= height]).toEqual([true, true, true, true]);
    }
    for (const { path } of layout.routes) {
      const all = numbers(path);
      expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...all)).toBeLessThanOrEqual(Math.max(width, height));
    }
  });

  test('it fits a page', () => {
    expect(layout.width).toBeLessThanOrEqual(1700);
  });

  test('the same graph gives the same layout', () => {
    expect(layoutOf(graph)).toEqual(layout);
  });

  test('names do not reach beyond their boxes', () => {
    for (const { card } of layout.cards) {
      for (const { text, x } of card.rows) expect(x + 62 + text.length * 6.65).toBeLessThanOrEqual(card.width);
    }
  });
});

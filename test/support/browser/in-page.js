// Functions that run in the page of a report.

/** Texts of the map that reach beyond their box, or cover another text. */
exports.wrongTexts = () => {
  const cards = [...document.querySelectorAll('.map .card')];
  const wrong = cards.flatMap((card) => {
    const box = card.querySelector('.box').getBoundingClientRect();
    const texts = [...card.querySelectorAll('text')].map((text) => ({
      text: text.textContent,
      rectangle: text.getBoundingClientRect(),
    }));
    const isOutside = ({ left, right, top, bottom }) =>
      left < box.left || right > box.right || top < box.top || bottom > box.bottom;
    const covers = (a, b) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
    return texts
      .filter(
        ({ rectangle }, index) =>
          isOutside(rectangle) || texts.slice(index + 1).some((other) => covers(rectangle, other.rectangle)),
      )
      .map(({ text }) => text);
  });
  return { cards: cards.length, objects: document.querySelectorAll('.map .object').length, wrong };
};

exports.width = () => document.documentElement.scrollWidth;

exports.focused = () => document.activeElement.getAttribute('aria-label') ?? document.activeElement.id;

/** Colors of texts, each with its background. */
exports.colors = () => {
  const of = (selector, property) => getComputedStyle(document.querySelector(selector)).getPropertyValue(property);
  const page = of('body', 'background-color');
  return [
    [of('body', 'color'), page],
    [of('.note', 'color'), page],
    [of('a[href="#images"]', 'color'), page],
    [of('.map .name', 'fill'), of('.map .release .box', 'fill')],
    [of('.map .stage', 'fill'), of('.map .release .box', 'fill')],
    [of('.map .workload .kind', 'fill'), of('.map .workload .pill', 'fill')],
    [of('.map .secret .kind', 'fill'), of('.map .secret .pill', 'fill')],
  ];
};

// The parts of the details of an object. Texts are only ever set as text.
(() => {
  /** `element('p', {class: 'note'}, 'text', child)` */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function button(text, action) {
    const made = element('button', { type: 'button' }, text);
    made.addEventListener('click', action);
    return made;
  }

  /** `select` shows the details of another object. */
  function detailsOf({ nodes, edges, sources, rows, slots }, select) {
    const nameOf = (number) => `${nodes[number].kind} ${nodes[number].name}`;

    function linksOf(title, found) {
      if (found.length === 0) return [];
      const items = found.map(([number, label, blocked]) => {
        const note = [label, blocked && `blocked by ${blocked}`].filter(Boolean).join(', ');
        return element(
          'li',
          {},
          button(nameOf(number), () => select(number)),
          note ? `: ${note}` : '',
        );
      });
      return [element('h3', {}, title), element('ul', {}, ...items)];
    }

    const outgoing = (number, kind) =>
      edges
        .filter((edge) => edge[0] === number && edge[2] === kind)
        .map(([, to, , label, blocked]) => [to, label, blocked]);
    const incoming = (number, kind) =>
      edges
        .filter((edge) => edge[1] === number && edge[2] === kind)
        .map(([from, , , label, blocked]) => [from, label, blocked]);

    const sourceText = (number) => {
      const [name, where] = sources[number];
      return where ? `${name} (${where})` : `${name} (default)`;
    };

    function yamlOf(number, release) {
      const { yaml, origins } = nodes[number];
      const byLine = new Map(origins.map(([line, ...own]) => [line, own]));
      const changed = new Map(
        rows && release > 0
          ? slots
              .filter((slot) => slot[0] === number)
              .map(([, line, before, column, after]) => [line, before + rows.columns[column][release] + after])
          : [],
      );
      const block = element('pre', { class: 'yaml', tabindex: '0', 'aria-label': `YAML of ${nameOf(number)}` });
      yaml.split('\n').forEach((text, line) => {
        block.append(changed.get(line) ?? text);
        const own = byLine.get(line) ?? [];
        if (own.length > 0) {
          const shown = own.slice(0, 3).map(sourceText).join(', ');
          const more = own.length > 3 ? ` and ${own.length - 3} more` : '';
          const isSet = own.some((source) => sources[source][1]);
          block.append(
            element(
              'span',
              { class: isSet ? 'origin set' : 'origin', title: own.map(sourceText).join('\n') },
              `  ← ${shown}${more}`,
            ),
          );
        }
        block.append('\n');
      });
      return block;
    }

    return { linksOf, outgoing, incoming, sourceText, yamlOf };
  }

  globalThis.reportPage = { button, element, detailsOf };
})();

// The script of a report: filters, details and the keyboard. It follows details.js.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const panel = document.getElementById('details');
  const KINDS = ['traffic', 'reference', 'permission'];
  let opener;

  const { button, element } = globalThis.reportPage;

  document.querySelectorAll('[data-section]').forEach((root, index) => {
    const { nodes, edges, rows } = data[index];
    const form = root.querySelector('.filters');
    const status = form.querySelector('.status');
    const objects = [...root.querySelectorAll('.object')];
    const paths = [...root.querySelectorAll('.map > .edge')].map((path) => ({
      path,
      pairs: path.dataset.edges.split(' ').map((pair) => pair.split('-').map(Number)),
    }));
    const shapeOf = new Map(objects.map((shape) => [Number(shape.dataset.node), shape]));
    const nameOf = (number) => `${nodes[number].kind} ${nodes[number].name}`;
    let focus;
    let release = 0;
    const { linksOf, outgoing, incoming, sourceText, yamlOf } = globalThis.reportPage.detailsOf(data[index], select);

    // Filters

    /** Nodes from which traffic reaches a node, and the node itself. */
    function reaching(number) {
      const found = new Set([number]);
      for (const at of found) {
        for (const [from, to, kind, , blocked] of edges) if (to === at && kind === 0 && !blocked) found.add(from);
      }
      return found;
    }

    function readersOf(number) {
      return new Set([number, ...edges.filter(([, to, kind]) => to === number && kind === 1).map(([from]) => from)]);
    }

    function neighborsOf(number) {
      const own = edges.filter(([from, to]) => from === number || to === number);
      return new Set([number, ...own.map(([from]) => from), ...own.map(([, to]) => to)]);
    }

    function update() {
      const { kind, component, changed } = form.elements;
      const isShown = (number) =>
        (kind.value === '' || nodes[number].kind === kind.value) &&
        (component.value === '' || nodes[number].component === component.value) &&
        (!changed?.checked || nodes[number].change !== undefined) &&
        (!focus || focus.nodes.has(number));
      let count = 0;
      for (const [number, shape] of shapeOf) {
        const shown = isShown(number);
        if (shown) count++;
        shape.classList.toggle('faded', !shown);
        shape.classList.toggle('selected', focus?.center === number);
      }
      const isFiltered = count < nodes.length;
      for (const { path, pairs } of paths) {
        const kindOf = KINDS.find((name) => path.classList.contains(name));
        const isOfFocus = focus
          ? pairs.some(
              ([from, to]) =>
                focus.nodes.has(from) && focus.nodes.has(to) && (!focus.kinds || focus.kinds.includes(kindOf)),
            )
          : pairs.some(([from, to]) => isShown(from) || isShown(to));
        path.classList.toggle('hidden', !form.elements[kindOf].checked);
        path.classList.toggle('faded', isFiltered && !isOfFocus);
        path.classList.toggle('lit', Boolean(focus) && isOfFocus);
      }
      const what = focus?.text ? `${focus.text}: ` : '';
      status.textContent = `${what}${count} of ${nodes.length} objects`;
    }

    function focusOn(center, found, text, kinds) {
      focus = { center, nodes: found, text, kinds };
      update();
    }

    form.addEventListener('change', update);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => {
      focus = undefined;
      close();
      // The elements are reset after the event.
      setTimeout(update);
    });

    // Details

    function select(number, from) {
      const node = nodes[number];
      opener = from ?? shapeOf.get(number) ?? opener;
      const title = element('h2', { id: 'details-title', tabindex: '-1' }, nameOf(number));
      const facts = [
        node.namespace && `namespace ${node.namespace}`,
        node.place === 'release' ? `component ${node.component}, stage ${node.stage}` : node.component,
        rows && release > 0 && `release ${rows.names[release]}`,
      ].filter(Boolean);
      const actions = [
        button('Connections', () => focusOn(number, neighborsOf(number), `Connections of ${nameOf(number)}`)),
        button('Who can reach this', () =>
          focusOn(number, reaching(number), `Who can reach ${nameOf(number)}`, ['traffic']),
        ),
      ];
      if (['Secret', 'ConfigMap', 'PersistentVolumeClaim'].includes(node.kind)) {
        actions.push(
          button(`Who reads this ${node.kind}`, () =>
            focusOn(number, readersOf(number), `Who reads ${nameOf(number)}`, ['reference']),
          ),
        );
      }
      const parts = [
        button('Close', close),
        title,
        element('p', { class: 'note' }, facts.join(', ')),
        element('div', { class: 'actions' }, ...actions),
      ];
      parts[0].classList.add('close');
      if (node.change !== undefined) {
        const entry = document.getElementById(`change-${node.change}`).cloneNode(true);
        entry.removeAttribute('id');
        entry.open = true;
        parts.push(element('h3', {}, 'Change'), entry);
      }
      if (node.callers) {
        parts.push(
          element('h3', {}, 'Who can open connections'),
          element('ul', {}, ...node.callers.map((line) => element('li', {}, line))),
        );
      }
      parts.push(
        ...linksOf('Traffic from', incoming(number, 0)),
        ...linksOf('Traffic to', outgoing(number, 0)),
        ...linksOf('Refers to', outgoing(number, 1)),
        ...linksOf(node.kind === 'Secret' ? 'Read or created by' : 'Referred to by', incoming(number, 1)),
        ...linksOf('Permissions from', incoming(number, 2)),
        ...linksOf('Permissions for', outgoing(number, 2)),
      );
      if (node.yaml !== undefined) {
        parts.push(element('h3', {}, 'YAML, and where each field comes from'));
        if (node.because.length > 0) {
          parts.push(
            element('p', { class: 'note' }, `Rendered because of ${node.because.map(sourceText).join(', ')}.`),
          );
        }
        parts.push(yamlOf(number, release));
      }
      panel.replaceChildren(...parts);
      panel.hidden = false;
      panel.scrollTop = 0;
      focusOn(number, neighborsOf(number), '');
      title.focus();
    }

    root.querySelector('.row-choice')?.addEventListener('change', (event) => {
      release = Number(event.target.value);
      if (!panel.hidden && focus) select(focus.center, event.target);
    });

    // Map

    function moveTo(shape) {
      for (const other of objects) other.setAttribute('tabindex', other === shape ? '0' : '-1');
      shape.focus();
    }

    objects[0]?.setAttribute('tabindex', '0');
    for (const [at, shape] of objects.entries()) {
      shape.addEventListener('click', () => {
        moveTo(shape);
        select(Number(shape.dataset.node), shape);
      });
      shape.addEventListener('keydown', (event) => {
        const targets = {
          ArrowDown: objects[at + 1],
          ArrowRight: objects[at + 1],
          ArrowUp: objects[at - 1],
          ArrowLeft: objects[at - 1],
          Home: objects[0],
          End: objects.at(-1),
        };
        if (event.key === 'Enter' || event.key === ' ') select(Number(shape.dataset.node), shape);
        else if (targets[event.key]) moveTo(targets[event.key]);
        else return;
        event.preventDefault();
      });
    }
    update();
  });

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    opener?.focus();
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
})();

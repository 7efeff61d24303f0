// The data that the script of the page works with.

import { EDGE_KINDS, type GraphNode } from '../graph/model';
import type { SectionModel } from '../model';

/** Objects by number: those of the map, in its order. */
export function dataOf(section: SectionModel): object {
  const { graph, objects, sources, columns, slots, releases, changeOf } = section;
  const numbers = new Map(graph.nodes.map(({ id }, number) => [id, number]));
  const texts = new Map(objects.map((object) => [object.key, object]));
  return {
    nodes: graph.nodes.map((node) => ({ ...described(node), ...textOf(node), ...changed(node) })),
    edges: graph.edges.map(({ from, to, kind, label = '', blocked = '' }) => [
      numbers.get(from),
      numbers.get(to),
      EDGE_KINDS.indexOf(kind),
      label,
      blocked,
    ]),
    sources: sources.map(({ name, where = '' }) => [name, where]),
    rows: releases.length > 1 ? { names: releases, columns: columns.map(({ values }) => values) } : undefined,
    slots: slots.map(({ object, line, before, column, after }) => [
      numbers.get(objects[object]?.key ?? ''),
      line,
      before,
      column,
      after,
    ]),
  };

  function textOf({ id }: GraphNode): object {
    const text = texts.get(id);
    if (!text) return {};
    const origins = text.lines.flatMap(({ origins: own }, line) => (own.length > 0 ? [[line, ...own]] : []));
    return { yaml: text.lines.map((line) => line.text).join('\n'), origins, because: text.origins };
  }

  function changed(node: GraphNode): object {
    const change = changeOf(node);
    return change ? { change: change.entry } : {};
  }
}

const described = ({ kind, name, namespace = '', component, stage, place, callers }: GraphNode): object => ({
  kind,
  name,
  namespace,
  component,
  stage,
  place,
  ...(callers ? { callers } : {}),
});

/** JSON that cannot end a script element. */
export const embedded = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c');

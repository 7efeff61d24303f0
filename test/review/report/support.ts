// Reports of charts as tests make them.

import { objectKey } from '../../../lib/k8s/object/manifest';
import type { Rendered } from '../../../lib/render/render';
import { graphOf } from '../../../lib/review/report/graph/graph';
import type { Graph } from '../../../lib/review/report/graph/model';
import { type Case, cases } from '../../support/charts';
import { render } from '../../support/render';

/** Every chart with its example. */
export const examples = cases.filter(({ name }) => name === 'example');

export const rendered = ({ system, values, chart }: Case, name = chart): Rendered =>
  render(system, values, { name, namespace: 'default' });

/** `traffic Service api -> Deployment api: port 3000`, in order. */
export function edgesOf({ nodes, edges }: Graph): string[] {
  const names = new Map(nodes.map(({ id, kind, name }) => [id, `${kind} ${name}`]));
  return edges.map(({ from, to, kind, label, blocked }) => {
    const notes = [label, blocked && `blocked by ${blocked}`].filter(Boolean).join(', ');
    return `${kind} ${names.get(from)} -> ${names.get(to)}${notes && `: ${notes}`}`;
  });
}

/** A release of these objects. */
export const releaseOf = (...objects: readonly object[]): Rendered =>
  ({
    name: 'x',
    namespace: 'x',
    objects,
    externals: [],
    warnings: [],
    notes: [],
    lifecycle: { stages: ['main'], stageOf: () => undefined },
  }) as unknown as Rendered;

export const graphOfObjects = (...objects: readonly object[]): Graph => graphOf(releaseOf(...objects));

export { graphOf, objectKey };

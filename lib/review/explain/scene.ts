// Renders one object repeatedly with other values.

import { ApiObject } from 'cdk8s';
import type { Manifest } from '../../k8s/object/manifest';
import { withoutHash } from '../../names/naming';
import { emptyChart, type Rendered, renderUnchecked } from '../../render/render';
import { install, type ReleaseRequest, type System } from '../../render/system';

export type Request = ReleaseRequest<unknown>;

/** The object with other values; `undefined` if it is not rendered. Throws if the values cannot be rendered. */
export type Scene = (request: Request) => Manifest | undefined;

/** The object from the constructs. The others are built, but not converted to JSON. */
export function builtScene(system: System, request: Request, at: Manifest): Scene {
  const build = (other: Request) => {
    const chart = emptyChart();
    install(chart, system, other as ReleaseRequest<never>);
    const objects = chart.node.findAll().filter((construct) => construct instanceof ApiObject);
    // Names depend on values; paths in the tree do not.
    return objects.map((object) => ({ object, place: object.node.path }));
  };
  const first = build(request);
  const wanted = first.findIndex(({ object }) => isSame(object.toJson() as Manifest, at));
  return (other) => {
    const all = build(other);
    const isAlike =
      all.length === first.length && all.every(({ object: { kind } }, i) => kind === first[i]?.object.kind);
    const found = all.find(({ place }) => place === first[wanted]?.place) ?? (isAlike ? all[wanted] : undefined);
    return found?.object.toJson() as Manifest | undefined;
  };
}

/** The object after `runPipeline`, which may replace it or combine it from several. */
export function finishedScene(
  system: System,
  request: Request,
  at: number,
  runPipeline: (rendered: Rendered) => Rendered,
): Scene {
  const build = (other: Request) => runPipeline(renderUnchecked(system, other as ReleaseRequest<never>)).objects;
  const first = build(request);
  const wanted = first[at];
  return (other) => {
    const all = build(other);
    const isAlike = all.length === first.length && all.every(({ kind }, i) => kind === first[i]?.kind);
    return all.find((object) => wanted && isSame(object, wanted)) ?? (isAlike ? all[at] : undefined);
  };
}

/** A Job's name ends in a hash of its spec. */
const nameOf = ({ kind, metadata: { name } }: Manifest): string => (kind === 'Job' ? withoutHash(name) : name);

const isSame = (a: Manifest, b: Manifest): boolean =>
  a.apiVersion === b.apiVersion &&
  a.kind === b.kind &&
  a.metadata.namespace === b.metadata.namespace &&
  nameOf(a) === nameOf(b);

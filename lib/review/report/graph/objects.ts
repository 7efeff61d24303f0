// The objects of a release as nodes, in boxes by component.

import { stageOf } from '../../../delivery/stages';
import { type Manifest, objectKey } from '../../../k8s/object/manifest';
import type { Inventory } from '../../../render/checks/inventory';
import type { Rendered } from '../../../render/render';
import { CLUSTER, type GraphNode } from './model';

const LABEL = 'app.kubernetes.io';

/** Objects without a component, such as those that users add. */
const OTHERS = 'other objects';

export type ReleaseObjects = Pick<Rendered, 'name' | 'objects' | 'externals' | 'lifecycle' | 'policies'>;

export function objectNodes({ objects, lifecycle }: ReleaseObjects): GraphNode[] {
  const titleOf = titles(objects);
  return objects.map((object): GraphNode => {
    const { namespace, name } = object.metadata;
    return {
      id: objectKey(object),
      kind: object.kind,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      place: 'release',
      component: titleOf(object),
      stage: stageOf(object, lifecycle),
    };
  });
}

/** `api`; `harbor / core` for components of a part of the system that has its own name. */
function titles(objects: readonly Manifest[]): (object: Manifest) => string {
  const labelOf = ({ metadata: { labels } }: Manifest, key: string) => labels?.[key];
  const names = objects.flatMap((object) => labelOf(object, `${LABEL}/name`) ?? []);
  const main = mostFrequent(names);
  const components = (app: string) =>
    new Set(
      objects.filter((object) => labelOf(object, 'app') === app).map((object) => labelOf(object, `${LABEL}/component`)),
    ).size;
  return (object) => {
    const component = labelOf(object, `${LABEL}/component`);
    if (component === undefined) return OTHERS;
    const [name, app] = [labelOf(object, `${LABEL}/name`), labelOf(object, 'app')];
    const part = name !== main ? name : app !== undefined && components(app) > 1 ? app : undefined;
    return part === undefined || part === component ? component : `${part} / ${component}`;
  };
}

function mostFrequent(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The node of an object that the release refers to: its own, or one that must exist. */
export function referredNode(
  inventory: Inventory,
  kind: string,
  namespace: string | undefined,
  name: string,
): GraphNode {
  const own = inventory.find(kind, namespace, name) ?? inventory.find(kind, undefined, name);
  if (own) return { id: objectKey(own), kind, name, place: 'release', component: '' };
  return {
    id: `cluster:${kind}/${namespace ?? ''}/${name}`,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    place: 'cluster',
    component: CLUSTER,
  };
}

// Collects releases one by one, and shows what they contain, expose and change.

import { type Manifest, objectKey } from '../../k8s/object/manifest';
import type { Rendered } from '../../render/render';
import type { Change, Changes } from './changes';
import { graphOf } from './graph/graph';
import type { Graph, GraphNode } from './graph/model';
import { CredentialGuard, maskedObjects } from './masked';
import type { ReportModel, SectionModel } from './model';
import type { Origins } from './origins/origins';
import { yamlLines } from './origins/yaml-lines';
import { type ObjectText, releaseText, Section } from './section';
import { Tables } from './tables/tables';

export class ReportBuilder {
  private readonly sections = new Map<string, Section>();
  private readonly tables = new Tables();
  private readonly guard = new CredentialGuard();

  /** `originsOf` is called only for the first of several releases with the same objects. */
  add(chart: string, release: Rendered, originsOf: () => Origins | undefined): void {
    this.guard.add(release.objects);
    const text = releaseText(chart, release);
    const graph = graphOf(release);
    const known = this.sections.get(text.signature);
    if (known) known.add(text);
    const section = known ?? new Section(this.sections.size, text, graph, originsOf());
    this.sections.set(text.signature, section);
    this.tables.add(release, graph, section.index);
  }

  /** `before`: all objects that the releases are compared with. */
  model(comparison?: { readonly changes: Changes; readonly before: readonly Manifest[] }): ReportModel {
    const sections = [...this.sections.values()];
    const names = sections.flatMap(({ releases }) => releases);
    const { changes, before = [] } = comparison ?? {};
    this.guard.add(before);
    return {
      title: titleOf(names),
      sections: sections.map((section) => sectionModel(section, changes, before)),
      tables: this.tables.all(names.length > 1),
      ...(changes ? { changes } : {}),
    };
  }

  /** The text of a report. Throws if it contains a credential. */
  checked(text: string): string {
    this.guard.check(text);
    return text;
  }
}

const titleOf = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? `Release ${first}` : `${others.length + 1} releases`;

function sectionModel(section: Section, changes: Changes | undefined, before: readonly Manifest[]): SectionModel {
  const { chart, first, releases, sources } = section;
  const removed = (changes?.removed ?? []).filter((object) => isOf(object, first.name));
  const objects = section.objects();
  const ofNode = changesOfNodes(section, objects, changes);
  return {
    chart,
    releases,
    namespace: first.namespace,
    graph: withRemoved(section.graph, removed),
    objects: [...objects, ...textsOf(removed, before)],
    sources,
    ...section.differences(),
    changeOf: ({ id }: GraphNode) => ofNode.get(id),
  };
}

/** By node: what happens to the object of the template or, if nothing does, how the same object of another release changes. */
function changesOfNodes(
  { objectNumbers }: Section,
  objects: readonly ObjectText[],
  changes: Changes | undefined,
): ReadonlyMap<string, Change> {
  const found = new Map<string, Change>();
  for (const [key, change] of changes?.ofObject ?? []) {
    const number = objectNumbers.get(key);
    const node = number === undefined ? key : (objects[number]?.key ?? key);
    if (node === key || (change.mark.action === 'changed' && !found.has(node))) found.set(node, change);
  }
  return found;
}

const isOf = ({ metadata: { labels } }: Manifest, release: string): boolean =>
  labels?.['app.kubernetes.io/instance'] === release;

/** Objects that are no longer rendered, in the boxes of their components. */
function withRemoved({ nodes, edges }: Graph, removed: readonly Manifest[]): Graph {
  const gone = removed.map((object): GraphNode => {
    const { namespace, name, labels } = object.metadata;
    const component = labels?.['app.kubernetes.io/component'] ?? 'removed objects';
    return {
      id: objectKey(object),
      kind: object.kind,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      place: 'release',
      component: nodes.find((node) => node.component.endsWith(`/ ${component}`))?.component ?? component,
      stage: 'main',
    };
  });
  return { nodes: [...nodes, ...gone], edges };
}

const textsOf = (removed: readonly Manifest[], before: readonly Manifest[]): ObjectText[] =>
  maskedObjects(removed, before).map((object) => ({
    key: objectKey(object),
    kind: object.kind,
    lines: yamlLines(object).map(({ text }) => ({ text, origins: [] })),
    origins: [],
  }));

// The state of a cluster, indexed for the objects of many releases.

import { apiGroup, type Manifest, objectKey } from '../../k8s/object/manifest';
import { at } from '../../k8s/object/pod-owner';
import type { ClusterState } from '../preflight';
import { textAt } from './health/health';

export class LiveObjects {
  private readonly byKey: ReadonlyMap<string, Manifest>;
  private readonly kinds: ReadonlySet<string>;
  /** The latest warning about each object. */
  private readonly warnings = new Map<string, Manifest>();

  constructor(private readonly state: ClusterState) {
    this.byKey = new Map(state.objects.map((object) => [objectKey(object), object]));
    this.kinds = new Set(state.objects.map(kindKey));
    for (const event of state.ofKind('Event')) {
      if (event.type !== 'Warning') continue;
      const subject = subjectOf(event);
      const other = this.warnings.get(subject);
      if (!other || timeOf(event) > timeOf(other)) this.warnings.set(subject, event);
    }
  }

  /** The object as the API server returns it. */
  find(object: Manifest): Manifest | undefined {
    return this.byKey.get(objectKey(object));
  }

  /** Whether the state has any object of the same kind. */
  hasKindOf(object: Manifest): boolean {
    return this.kinds.has(kindKey(object));
  }

  /** The objects of a kind in the namespace of another object. */
  nextTo({ metadata: { namespace } }: Manifest, kind: string): Manifest[] {
    return this.state.ofKind(kind).filter(({ metadata }) => metadata.namespace === namespace);
  }

  /** The message of the latest warning about an object, if the state has events. */
  warningAbout({ kind, metadata: { namespace, name } }: Manifest): string | undefined {
    const event = this.warnings.get(keyOf(kind, namespace, name));
    return (textAt(event, 'message') ?? textAt(event, 'note'))?.trim();
  }
}

const kindKey = (object: Manifest): string => `${apiGroup(object)}/${object.kind}`;

const keyOf = (...parts: readonly unknown[]): string => parts.map((part) => String(part ?? '')).join('/');

function subjectOf(event: Manifest): string {
  const subject = at(event, 'involvedObject') ?? at(event, 'regarding');
  return keyOf(at(subject, 'kind'), at(subject, 'namespace'), at(subject, 'name'));
}

const timeOf = (event: Manifest): string =>
  textAt(event, 'lastTimestamp') ?? textAt(event, 'eventTime') ?? textAt(event, 'metadata.creationTimestamp') ?? '';

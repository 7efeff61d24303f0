// The state of a cluster, from the output of kubectl, to compare with requirements.

import type { Manifest } from '../../k8s/object/manifest';
import { isMap } from '../../values/scalar';
import { manifestsOfText } from '../diff/documents';

export class ClusterState {
  private readonly byKey = new Map<string, Manifest>();
  private readonly byKind = new Map<string, Manifest[]>();

  constructor(
    readonly objects: readonly Manifest[],
    /** `v1.36.3`; absent if it is not in the state. */
    readonly version: string | undefined,
  ) {
    for (const object of objects) {
      const { namespace, name } = object.metadata;
      this.byKey.set(keyOf(object.kind, namespace, name), object);
      const group = this.byKind.get(object.kind);
      if (group) group.push(object);
      else this.byKind.set(object.kind, [object]);
    }
  }

  ofKind(kind: string): readonly Manifest[] {
    return this.byKind.get(kind) ?? [];
  }

  find(kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    return this.byKey.get(keyOf(kind, namespace, name));
  }
}

const keyOf = (kind: string, namespace: string | undefined, name: string): string =>
  `${kind}/${namespace ?? ''}/${name}`;

/**
 * The state in JSON or YAML: `kubectl get ... -o json`, one or several documents, and `kubectl version -o json`.
 * Throws an `Error` that names the source.
 */
export function stateOf(source: string, text: string): ClusterState {
  const parts = documentsOf(text);
  const versions = parts.flatMap((part) => versionIn(part) ?? []);
  const objects = parts
    .filter((part) => versionIn(part) === undefined)
    .flatMap((part) => manifestsOfText(source, part));
  const kubelet = objects.find(({ kind }) => kind === 'Node') as NodeObject | undefined;
  return new ClusterState(objects, versions[0] ?? kubelet?.status?.nodeInfo?.kubeletVersion);
}

interface NodeObject extends Manifest {
  readonly status?: { readonly nodeInfo?: { readonly kubeletVersion?: string } };
}

/** Several JSON documents, or anything else as a whole. */
function documentsOf(text: string): string[] {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return trimmed === '' ? [] : [trimmed];
  return trimmed.split(/(?<=^\})\s*(?=^\{)/m);
}

function versionIn(text: string): string | undefined {
  if (!text.includes('serverVersion')) return undefined;
  try {
    const content: unknown = JSON.parse(text);
    const server = isMap(content) ? content.serverVersion : undefined;
    return isMap(server) && typeof server.gitVersion === 'string' ? server.gitVersion : undefined;
  } catch {
    return undefined;
  }
}

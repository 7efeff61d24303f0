// The objects of a release as checks look at them: found by name, with the pods they create.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Manifest } from '../../k8s/manifest';
import type { ExternalObject } from '../../k8s/release';
import type { Finding } from './finding';

/** The pods that an object creates. */
export interface PodOwner {
  readonly object: Manifest;
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: IPodSpec;
  /** Path of the pod's spec in the object. */
  readonly field: string;
}

/** A container of such pods. */
export interface PodContainer {
  readonly pod: PodOwner;
  readonly container: IContainer;
  /** Runs to its end before the others start. */
  readonly isInit: boolean;
  /** A finding about a field of the container: `env[0].name`. */
  readonly note: (field: string, message: string) => Finding;
}

/** Where a kind keeps the spec of its pods. */
export const POD_SPECS: Readonly<Record<string, string>> = {
  Pod: 'spec',
  Deployment: 'spec.template.spec',
  StatefulSet: 'spec.template.spec',
  DaemonSet: 'spec.template.spec',
  ReplicaSet: 'spec.template.spec',
  Job: 'spec.template.spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
};

interface PodShape {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: IPodSpec;
}

/** The value at a dotted path of an object. */
export function at(object: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}

export class Inventory {
  readonly pods: readonly PodOwner[];
  readonly containers: readonly PodContainer[];
  private readonly byName = new Map<string, Manifest>();
  private readonly outside: ReadonlySet<string>;

  constructor(
    readonly objects: readonly Manifest[],
    readonly externals: readonly ExternalObject[],
  ) {
    for (const object of objects)
      this.byName.set(key(object.kind, object.metadata.namespace, object.metadata.name), object);
    this.outside = new Set(externals.map(({ kind, namespace, name }) => key(kind, namespace, name)));
    this.pods = objects.flatMap((object): PodOwner[] => {
      const field = POD_SPECS[object.kind];
      if (field === undefined) return [];
      const owner = field === 'spec' ? object : at(object, field.slice(0, -'.spec'.length));
      const { metadata, spec } = owner as unknown as PodShape;
      return [{ object, namespace: object.metadata.namespace, labels: metadata?.labels ?? {}, spec, field }];
    });
    this.containers = this.pods.flatMap(containersOf);
  }

  ofKind(...kinds: readonly string[]): Manifest[] {
    return this.objects.filter(({ kind }) => kinds.includes(kind));
  }

  find(kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    return this.byName.get(key(kind, namespace, name));
  }

  /** True for an object that the user keeps beside the release. */
  isExternal(kind: string, namespace: string | undefined, name: string): boolean {
    return this.outside.has(key(kind, namespace, name));
  }

  /** The pods of one namespace that carry all of these labels. */
  podsWith(selector: Readonly<Record<string, string>>, namespace: string | undefined): PodOwner[] {
    return this.pods.filter((pod) => pod.namespace === namespace && matches(selector, pod.labels));
  }
}

function containersOf(pod: PodOwner): PodContainer[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    (pod.spec[list] ?? []).map((container, index): PodContainer => {
      const place = `${pod.field}.${list}[${index}]`;
      return {
        pod,
        container,
        isInit: list === 'initContainers' && container.restartPolicy !== 'Always',
        note: (field, message) => ({ object: pod.object, field: `${place}.${field}`, message }),
      };
    }),
  );
}

export function matches(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

const key = (kind: string, namespace: string | undefined, name: string): string => `${kind}/${namespace ?? ''}/${name}`;

/** The keys of a Secret or ConfigMap. */
export const keysOf = ({ data, stringData, binaryData }: Manifest): Set<string> =>
  new Set([data, stringData, binaryData].flatMap((map) => Object.keys(map ?? {})));

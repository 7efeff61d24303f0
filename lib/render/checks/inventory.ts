// The objects of a release for the checks: by name, with the pods that they create.

import type { IContainer } from 'kubernetes-models/v1/Container';
import { apiGroup, isBuiltInGroup, type Manifest } from '../../k8s/object/manifest';
import { type PodOwner, podOwners } from '../../k8s/object/pod-owner';
import type { Question, Recording } from '../../k8s/object/recording';
import type { ExternalObject } from '../../k8s/release';
import type { Finding } from './finding';

export { at, POD_SPECS, type PodOwner } from '../../k8s/object/pod-owner';

/** A container of such pods. */
export interface PodContainer {
  readonly pod: PodOwner;
  readonly container: IContainer;
  /** Whether it is an init container that ends before the others start. */
  readonly isInit: boolean;
  /** A finding about a field of the container: `env[0].name`. */
  readonly note: (field: string, message: string) => Finding;
}

export class Inventory {
  // Computed on first use, because few checks need all of them.
  private podsFound: readonly PodOwner[] | undefined;
  private containersFound: readonly PodContainer[] | undefined;
  private byName: Map<string, Manifest> | undefined;
  private outside: ReadonlySet<string> | undefined;

  constructor(
    readonly objects: readonly Manifest[],
    readonly externals: readonly ExternalObject[],
  ) {}

  /** What the checks read. */
  get roots(): readonly object[] {
    return [this.objects, this.externals];
  }

  /** What depends on the names of all objects, but is asked about few of them. */
  readonly questions: readonly Question[] = [
    (kind = '', namespace, name = '') => this.find(kind, namespace, name),
    (kind = '', namespace, name = '') => this.isExternal(kind, namespace, name),
  ];

  /** The same, through a recording with these questions. */
  recorded(recording: Recording): Inventory {
    const [objects, externals] = [recording.root(this.objects), recording.root(this.externals)];
    const inventory = new Inventory(objects, externals);
    inventory.find = (...words) => recording.ask(0, ...words) as Manifest | undefined;
    inventory.isExternal = (...words) => recording.ask(1, ...words) as boolean;
    return inventory;
  }

  get pods(): readonly PodOwner[] {
    this.podsFound ??= podOwners(this.objects);
    return this.podsFound;
  }

  get containers(): readonly PodContainer[] {
    this.containersFound ??= this.pods.flatMap(containersOf);
    return this.containersFound;
  }

  /** Without objects of other API groups whose kind has the same name. */
  ofKind(...kinds: readonly string[]): Manifest[] {
    return this.objects.filter((object) => kinds.includes(object.kind) && !isForeign(object));
  }

  find(kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    this.byName ??= namesOf(this.objects);
    return this.byName.get(key(kind, namespace, name));
  }

  /** Whether it is an object that the user manages. */
  isExternal(kind: string, namespace: string | undefined, name: string): boolean {
    this.outside ??= new Set(this.externals.map((one) => key(one.kind, one.namespace, one.name)));
    return this.outside.has(key(kind, namespace, name));
  }

  /** Whether it is in the release or an object that the user manages. */
  exists(kind: string, namespace: string | undefined, name: string): boolean {
    return this.find(kind, namespace, name) !== undefined || this.isExternal(kind, namespace, name);
  }

  /** The pods of one namespace that have all of these labels. */
  podsWith(selector: Readonly<Record<string, string>>, namespace: string | undefined): PodOwner[] {
    return this.pods.filter((pod) => pod.namespace === namespace && matches(selector, pod.labels));
  }
}

/** Objects of known kinds replace those of other API groups whose kind has the same name. */
function namesOf(objects: readonly Manifest[]): Map<string, Manifest> {
  const found = new Map<string, Manifest>();
  for (const object of [...objects.filter(isForeign), ...objects.filter((one) => !isForeign(one))]) {
    found.set(key(object.kind, object.metadata.namespace, object.metadata.name), object);
  }
  return found;
}

/** The API groups of the known kinds that are not part of Kubernetes. */
const GROUPS: Readonly<Record<string, string>> = {
  BackendTLSPolicy: 'gateway.networking.k8s.io',
  Certificate: 'cert-manager.io',
  ExternalSecret: 'external-secrets.io',
  GRPCRoute: 'gateway.networking.k8s.io',
  Gateway: 'gateway.networking.k8s.io',
  HTTPRoute: 'gateway.networking.k8s.io',
  Route: 'route.openshift.io',
  SealedSecret: 'bitnami.com',
  TCPRoute: 'gateway.networking.k8s.io',
  TLSRoute: 'gateway.networking.k8s.io',
  UDPRoute: 'gateway.networking.k8s.io',
};

/** Whether the project does not know the kind. It may have the name of a known one: Istio has a Gateway, too. */
export function isForeign(object: Manifest): boolean {
  const group = apiGroup(object);
  return Object.hasOwn(GROUPS, object.kind) ? group !== GROUPS[object.kind] : !isBuiltInGroup(group);
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
  for (const name in selector) if (labels[name] !== selector[name]) return false;
  return true;
}

const key = (kind: string, namespace: string | undefined, name: string): string => `${kind}/${namespace ?? ''}/${name}`;

/** The keys of a Secret or ConfigMap. */
export const keysOf = ({ data, stringData, binaryData }: Manifest): Set<string> =>
  new Set([data, stringData, binaryData].flatMap((map) => Object.keys(map ?? {})));

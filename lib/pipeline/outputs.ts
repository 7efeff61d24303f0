// The objects that a construct has created, for users who connect their own objects to it. Names and ports are read from
// the rendered objects, so nothing derives them a second time.

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Manifest } from '../k8s/object/manifest';
import { objectsBelow } from '../k8s/object/objects-below';
import { at, POD_SPECS } from '../k8s/object/pod-owner';
import { keysOf } from '../render/checks/inventory';

/** A rendered object. */
export interface ObjectOutput {
  /** Kind: `Service`. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** Namespace of the object; empty for a cluster-scoped one. */
  readonly namespace: string;
}

/** A rendered Service. */
export interface ServiceOutput<P extends string = string> extends ObjectOutput {
  readonly kind: 'Service';
  /** Host name for pods of every namespace: `runner-manager.runners.svc`. */
  readonly host: string;
  /** Number of each port, by its name. */
  readonly ports: Readonly<Record<P, number>>;
}

/** A rendered Secret. */
export interface SecretOutput extends ObjectOutput {
  readonly kind: 'Secret';
  /** Its keys. */
  readonly keys: readonly string[];
}

/** A rendered ConfigMap. */
export interface ConfigMapOutput extends ObjectOutput {
  readonly kind: 'ConfigMap';
  /** Its keys. */
  readonly keys: readonly string[];
}

/** A rendered ServiceAccount. */
export interface ServiceAccountOutput extends ObjectOutput {
  readonly kind: 'ServiceAccount';
}

/** A rendered PersistentVolumeClaim. */
export interface ClaimOutput extends ObjectOutput {
  readonly kind: 'PersistentVolumeClaim';
}

/** A rendered object that creates pods. */
export interface WorkloadOutput extends ObjectOutput {
  readonly kind: 'Pod' | 'Deployment' | 'StatefulSet' | 'DaemonSet';
  /** Labels that select its pods, and no others. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/** Reads outputs from the objects of a construct. Places are paths of constructs below it: `proxy/service`. */
export class OutputReader {
  private readonly objects: ReadonlyMap<string, ApiObject>;

  constructor(scope: Construct) {
    const start = `${scope.node.path}/`;
    this.objects = new Map(
      objectsBelow(scope).map((object) => [object.node.path.slice(start === '/' ? 0 : start.length), object]),
    );
  }

  /** A Service; `undefined` if there is none at this place. `only` is the name of a port that it leaves unnamed. */
  service<P extends string>(place: string, only?: P): ServiceOutput<P> | undefined {
    const service = this.json(place, 'Service');
    if (!service) return undefined;
    const { name, namespace = '' } = service.metadata;
    const ports = (at(service, 'spec.ports') ?? []) as readonly { readonly name?: string; readonly port: number }[];
    const numbers = Object.fromEntries(ports.map((port) => [port.name ?? only ?? String(port.port), port.port]));
    return { kind: 'Service', name, namespace, host: `${name}.${namespace}.svc`, ports: numbers as Record<P, number> };
  }

  /** A Secret. `undefined` if there is none at this place. */
  secret(place: string): SecretOutput | undefined {
    const secret = this.json(place, 'Secret');
    return secret && { ...identity(secret, 'Secret'), keys: [...keysOf(secret)] };
  }

  /** A ConfigMap. `undefined` if there is none at this place. */
  configMap(place: string): ConfigMapOutput | undefined {
    const map = this.json(place, 'ConfigMap');
    return map && { ...identity(map, 'ConfigMap'), keys: [...keysOf(map)] };
  }

  /** A ServiceAccount. `undefined` if there is none at this place. */
  serviceAccount(place: string): ServiceAccountOutput | undefined {
    const account = this.json(place, 'ServiceAccount');
    return account && identity(account, 'ServiceAccount');
  }

  /** A PersistentVolumeClaim. `undefined` if there is none at this place. */
  claim(place: string): ClaimOutput | undefined {
    const claim = this.json(place, 'PersistentVolumeClaim');
    return claim && identity(claim, 'PersistentVolumeClaim');
  }

  /** The workload at the first of the places that has one. */
  workload(...places: readonly string[]): WorkloadOutput | undefined {
    const found = places.map((place) => this.json(place, ...WORKLOADS)).find((object) => object !== undefined);
    if (!found) return undefined;
    const isPod = found.kind === 'Pod';
    const labels = Object.entries(at(found, isPod ? 'metadata.labels' : 'spec.selector.matchLabels') ?? {});
    return {
      ...identity(found, found.kind as WorkloadOutput['kind']),
      podLabels: Object.fromEntries(labels.filter(([key]) => !CHANGING.includes(key))),
    };
  }

  /** The name of a cluster-scoped object. */
  nameOf(place: string, kind: string): string | undefined {
    return this.json(place, kind)?.metadata.name;
  }

  private json(place: string, ...kinds: readonly string[]): Manifest | undefined {
    const object = this.objects.get(place);
    return object && kinds.includes(object.kind) ? (object.toJson() as Manifest) : undefined;
  }
}

/** Labels that an upgrade of this tool changes. */
const CHANGING = ['app.kubernetes.io/version', 'app.kubernetes.io/managed-by'];

const WORKLOADS = Object.keys(POD_SPECS).filter((kind) => !/Job|ReplicaSet/.test(kind));

const identity = <K extends string>({ metadata: { name, namespace = '' } }: Manifest, kind: K) => ({
  kind,
  name,
  namespace,
});

/** `outputs` without undefined ones. Each group is a map of outputs. */
export function present<T extends object>(groups: { [G in keyof T]: { [K in keyof T[G]]: T[G][K] | undefined } }): T {
  const filled = Object.entries(groups).map(([group, outputs]) => [
    group,
    Object.freeze(Object.fromEntries(Object.entries(outputs as object).filter(([, output]) => output !== undefined))),
  ]);
  return Object.freeze(Object.fromEntries(filled)) as T;
}

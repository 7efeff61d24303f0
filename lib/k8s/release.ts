// What all objects of a release share: names, namespace, labels, common values.

import { fullName, isOfEveryCluster } from '../names/naming';
import type { CommonValues } from './common';
import { Labels } from './labels';
import { isClusterScoped, type ObjectMeta } from './object/manifest';
import { Lifecycle, type Stage } from './stage';
import type { TagTree } from './version-tags';

export interface ChartInfo {
  /** Name of the chart: `dozlab-session`. */
  readonly name: string;
  /** Version of the system that it renders, for the version label. */
  readonly version: string;
  /** Tags of the chosen version set, in the structure of the values: the meaning of an empty tag. */
  readonly tags?: TagTree;
  /** Characters of the longest suffix that an object appends to the full name. */
  readonly longestSuffix: number;
}

export interface ReleaseIdentity {
  readonly chart: ChartInfo;
  readonly name: string;
  readonly namespace: string;
  readonly common: CommonValues;
  /** The chart's stages; absent for all stages. */
  readonly stages?: readonly Stage[];
}

type Kind = 'Secret' | 'ConfigMap';

/** An object that the release reads but does not contain. */
export interface ExternalObject {
  readonly kind: string;
  readonly name: string;
  /** Absent for a cluster-scoped object. */
  readonly namespace?: string;
  /** Keys that the pods read, of a Secret or ConfigMap. */
  readonly keys: readonly string[];
  /** Whether a Job of the release or a controller creates it; otherwise the user does. */
  readonly generated: boolean;
  /** Type of a Secret, if known. */
  readonly type?: string;
}

/** Whether every namespace has the object. */
export const isOfEveryNamespace = ({ kind, name }: Pick<ExternalObject, 'kind' | 'name'>): boolean =>
  ['ServiceAccount default', 'ConfigMap kube-root-ca.crt'].includes(`${kind} ${name}`);

/** Cloud permissions that must be granted. */
export interface CloudPolicy {
  readonly cloud: 'aws';
  /** Who needs it, and for what. */
  readonly purpose: string;
  /** In the cloud's own format. */
  readonly document: object;
}

/** The image of virtual machines that a release starts. */
export interface MachineImage {
  /** As its cloud or hypervisor names it. */
  readonly name: string;
  /** The cloud or hypervisor that has it. */
  readonly source: string;
  /** What names it: `ConfigMap ns/settings: entry PODVM_AMI_ID`. */
  readonly by: string;
}

/** A release while it is built: names, labels, and what it declares. */
export class Release {
  /** Prefix of object names, as Helm's `fullname`. */
  readonly fullname: string;
  /** Its chart. */
  readonly chart: ChartInfo;
  /** Name of the release, for the instance label. */
  readonly name: string;
  /** Namespace of its objects. */
  readonly namespace: string;
  /** The values that every chart has. */
  readonly common: CommonValues;
  /** Warnings so far: add one with `warn`. */
  readonly warnings: string[] = [];
  /** What users must do in addition to applying the objects. */
  readonly notes: string[] = [];
  /** Objects that are not rendered, but must exist when the pods start. */
  readonly externals: ExternalObject[] = [];
  /** Cloud permissions that must be granted to the release. */
  readonly policies: CloudPolicy[] = [];
  /** Where each image comes from, by its reference in the objects, which global.imageRegistry may have changed. */
  readonly imageSources = new Map<string, string>();
  /** Images of virtual machines, which are in no registry. */
  readonly machineImages: MachineImage[] = [];
  /** TCP ports of nodes that pods connect to, by component. */
  readonly dials = new Map<string, readonly number[]>();
  /** The stages of its objects. */
  readonly lifecycle: Lifecycle;
  /** The namespaces to create, by name. */
  readonly namespaces = new Map<string, ObjectMeta>();

  private readonly contents = new Set<string>();
  private readonly lookedUp = new Set<string>();

  constructor({ chart, name, namespace, common, stages }: ReleaseIdentity) {
    this.lifecycle = new Lifecycle(stages);
    this.chart = chart;
    this.name = name;
    this.common = common;
    this.namespace = common.global.namespace || common.namespaceOverride || namespace;
    this.fullname = fullName(
      {
        release: name,
        chart: chart.name,
        nameOverride: common.nameOverride,
        fullnameOverride: common.fullnameOverride,
      },
      chart.longestSuffix,
    );
  }

  /**
   * The labels of one component. `selector` replaces the standard selector labels if upstream uses its own; `extra` is
   * added to every object of the component, but not to selectors.
   */
  labels(
    component: string,
    selector?: Readonly<Record<string, string>>,
    extra?: Readonly<Record<string, string>>,
  ): Labels {
    return new Labels(this, component, selector, extra);
  }

  /** Metadata of a namespaced object. */
  metadata(name: string, labels: Labels, annotations: Readonly<Record<string, string>> = {}): ObjectMeta {
    return { ...this.clusterMetadata(name, labels, annotations), namespace: this.namespace };
  }

  /** Metadata of a cluster-scoped object. */
  clusterMetadata(name: string, labels: Labels, annotations: Readonly<Record<string, string>> = {}): ObjectMeta {
    const all = { ...this.common.commonAnnotations, ...annotations };
    return { name, labels: labels.all, ...(Object.keys(all).length > 0 ? { annotations: all } : {}) };
  }

  /** Adds a warning. The same text is reported once. */
  warn(message: string): void {
    if (!this.warnings.includes(message)) this.warnings.push(message);
  }

  /** Adds a note about something to do outside the cluster. */
  note(message: string): void {
    this.notes.push(message);
  }

  /** Declares an object that the release refers to and that the user manages. */
  external(kind: string, name: string, keys: readonly string[] = [], namespace = this.namespace): void {
    this.externals.push({ kind, name, ...(isClusterScoped(kind) ? {} : { namespace }), keys, generated: false });
  }

  /** Declares an object that a Job of the release or a controller creates in the cluster. */
  generated(kind: string, name: string, keys: readonly string[] = []): void {
    this.externals.push({ kind, name, namespace: this.namespace, keys, generated: true });
  }

  /** Declares cloud permissions that must be granted. */
  needs(policy: CloudPolicy): void {
    this.policies.push(policy);
  }

  /** Records an image of the release, and where it comes from. */
  pulls(reference: string, source = reference): void {
    this.imageSources.set(reference, source);
  }

  /** Declares that pods of a component connect to these TCP ports of nodes. */
  dialsNodes(component: string, ports: readonly number[]): void {
    this.dials.set(component, ports);
  }

  /** The same release in another namespace: objects created with it are in that namespace. */
  inNamespace(namespace: string): Release {
    return Object.create(this, { namespace: { value: namespace, enumerable: true } }) as Release;
  }

  /** Renders the namespace of the release. Further calls add labels and annotations. */
  createNamespace(labels: Labels, extra: Pick<ObjectMeta, 'labels' | 'annotations'> = {}): void {
    const name = this.namespace;
    if (isOfEveryCluster(name)) {
      this.warn(`namespace ${name} exists in every cluster, so createNamespace does not render it`);
      return;
    }
    const known = this.namespaces.get(name) ?? this.clusterMetadata(name, labels);
    const annotations = { ...known.annotations, ...extra.annotations };
    this.namespaces.set(name, {
      ...known,
      labels: { ...known.labels, ...extra.labels },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    });
  }

  /** Sets the stage of an object if its kind does not determine it. */
  place(kind: string, name: string, stage: Stage): void {
    this.lifecycle.place(kind, this.namespace, name, stage);
  }

  /** Records that the release renders a Secret or ConfigMap. */
  remember(kind: Kind, name: string): void {
    const key = this.contentKey(kind, name);
    // An earlier caller already found that it was not part of the release.
    if (this.lookedUp.has(key)) throw new Error(`${kind} ${name} must be created before what refers to it`);
    this.contents.add(key);
  }

  /** Whether the release has rendered a Secret or ConfigMap. */
  holds(kind: Kind, name: string): boolean {
    const key = this.contentKey(kind, name);
    this.lookedUp.add(key);
    return this.contents.has(key);
  }

  private contentKey(kind: Kind, name: string): string {
    return `${this.namespace}/${kind}/${name}`;
  }
}

// Labels of one component: the full set for objects, and a small immutable set for selectors.

type LabelMap = Readonly<Record<string, string>>;

const INSTANCE = 'app.kubernetes.io/instance';

/** The release to label. */
export interface LabeledRelease {
  readonly name: string;
  readonly chart: { readonly name: string; readonly version: string };
  readonly common: { readonly nameOverride: string; readonly commonLabels: LabelMap; readonly podLabels: LabelMap };
  warn(message: string): void;
}

/** The labels of one component of a release: create them with `release.labels(component)`. */
export class Labels {
  /** What selectors match. It must never change, because selectors are immutable. */
  readonly selector: LabelMap;
  /** For object metadata: the users' common labels, the standard ones and the selector's, which nothing overrides. */
  readonly all: LabelMap;

  constructor(
    private readonly release: LabeledRelease,
    /** Name of the component. */
    readonly component: string,
    selector?: LabelMap,
    private readonly extra: LabelMap = {},
  ) {
    const standard = {
      'app.kubernetes.io/name': release.common.nameOverride || release.chart.name,
      [INSTANCE]: release.name,
      'app.kubernetes.io/component': component,
    };
    this.selector = selector ?? standard;
    const fixed = {
      ...standard,
      'app.kubernetes.io/version': release.chart.version,
      'app.kubernetes.io/managed-by': 'sandbox-charts',
      ...this.selector,
    };
    this.all = { ...release.common.commonLabels, ...extra, ...fixed };
    this.tellOverruled('commonLabels', release.common.commonLabels, fixed);
  }

  /** The same with additional labels for objects. */
  and(extra: LabelMap): Labels {
    return new Labels(this.release, this.component, this.selector, { ...this.extra, ...extra });
  }

  /** `all` without the labels that an upgrade of this tool changes. */
  get stable(): Record<string, string> {
    const { 'app.kubernetes.io/version': _version, 'app.kubernetes.io/managed-by': _manager, ...stable } = this.all;
    return stable;
  }

  /**
   * For objects that a Job creates in the cluster. With the instance label, Argo CD would prune them, because they are
   * not in Git.
   */
  get created(): Record<string, string> {
    const { [INSTANCE]: _instance, ...others } = this.stable;
    return { ...others, 'sandbox-charts/release': this.release.name };
  }

  /**
   * For pod templates: `stable`, so that an upgrade of this tool alone restarts no pod. A node agent gets the chart's pod
   * labels only if `agents.inherit` is set.
   */
  pod(own: LabelMap = {}, agents?: { readonly inherit: boolean }): Record<string, string> {
    const { stable } = this;
    const chart = agents && !agents.inherit ? {} : this.release.common.podLabels;
    const given = { ...chart, ...own };
    this.tellOverruled('podLabels', given, stable);
    return { ...this.release.common.commonLabels, ...given, ...stable };
  }

  private tellOverruled(values: string, given: LabelMap, by: LabelMap) {
    for (const [key, value] of Object.entries(given)) {
      if (Object.hasOwn(by, key) && by[key] !== value)
        this.release.warn(`${values}: ${key} has no effect: the chart sets this label`);
    }
  }
}

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

function unversioned(labels: LabelMap): Record<string, string> {
  const { 'app.kubernetes.io/version': _version, 'app.kubernetes.io/managed-by': _manager, ...others } = labels;
  return others;
}

/** The labels of one component of a release: create them with `release.labels(component)`. */
export class Labels {
  /** What selectors match. It must never change, because selectors are immutable. */
  readonly selector: LabelMap;
  /** For object metadata: the users' common labels, the standard ones and the selector's, which nothing overrides. */
  readonly all: LabelMap;
  /** `all` without the users' common labels. */
  private readonly own: LabelMap;

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
    this.own = { ...extra, ...fixed };
    this.all = { ...release.common.commonLabels, ...this.own };
    this.tellOverruled('commonLabels', release.common.commonLabels, fixed);
  }

  /** The same with additional labels for objects. */
  and(extra: LabelMap): Labels {
    return new Labels(this.release, this.component, this.selector, { ...this.extra, ...extra });
  }

  /** `all` without the labels that an upgrade of this tool changes. */
  get stable(): Record<string, string> {
    return unversioned(this.all);
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
   * For pod templates: `stable`, so that an upgrade of this tool alone restarts no pod. A node agent gets the common labels
   * and the chart's pod labels only if `agents.inherit` is set.
   */
  pod(own: LabelMap = {}, agents?: { readonly inherit: boolean }): Record<string, string> {
    const { commonLabels, podLabels } = this.release.common;
    const [common, chart] = agents && !agents.inherit ? [{}, {}] : [commonLabels, podLabels];
    const given = { ...chart, ...own };
    const stable = unversioned(this.own);
    this.tellOverruled('podLabels', given, stable);
    return { ...common, ...given, ...stable };
  }

  private tellOverruled(values: string, given: LabelMap, by: LabelMap) {
    for (const [key, value] of Object.entries(given)) {
      if (Object.hasOwn(by, key) && by[key] !== value)
        this.release.warn(`${values}: ${key} has no effect: the chart sets this label`);
    }
  }
}

// One release: from values to checked manifests in the order in which they can be applied.

import { ApiObject, App, Chart } from 'cdk8s';
import type { Manifest } from '../k8s/manifest';
import type { CloudPolicy, ExternalObject } from '../k8s/release';
import type { Lifecycle } from '../k8s/stage';
import type { Static, TObject } from '../values/schema';
import { CheckError, check } from './checks';
import { inApplyOrder } from './order';
import { install, type ReleaseRequest, type System } from './system';
import type { Target } from './targets';

/** Some of a release's objects, which are applied together. */
export interface Folder {
  /** Below the folder of the release. */
  readonly name: string;
  readonly objects: readonly Manifest[];
}

export interface Rendered {
  /** Release name. */
  readonly name: string;
  readonly namespace: string;
  readonly objects: readonly Manifest[];
  /** What must exist beside these objects. */
  readonly externals: readonly ExternalObject[];
  readonly warnings: readonly string[];
  /** What users must do beside applying the objects. */
  readonly notes: readonly string[];
  /** What somebody must grant it in a cloud; absent for nothing. */
  readonly policies?: readonly CloudPolicy[];
  /** What has to be there before what. */
  readonly lifecycle: Lifecycle;
  /** Of the values: for what is derived from credentials. Never written, never printed. Absent for none. */
  readonly fingerprintKey?: string;
  /** Whether Reloader is to restart the pods of Secrets without a checksum. */
  readonly reloader?: boolean;
  /** Warnings of which a run tells the first of each kind. */
  readonly unstamped?: readonly { readonly kind: string; readonly text: string }[];
  /** Who applies the objects; absent for kubectl. */
  readonly target?: Target;
  /** Folders of its own for the objects; absent for one place for all of them. */
  readonly folders?: readonly Folder[];
}

/** Renders one release in a construct tree of its own. Throws `CheckError` when its objects do not fit together. */
export function renderRelease<S extends TObject>(system: System<S>, request: ReleaseRequest<Static<S>>): Rendered {
  const rendered = renderUnchecked(system, request);
  const findings = check(rendered.objects, rendered.externals);
  if (findings.length > 0) throw new CheckError(findings);
  return rendered;
}

/** The same, whether or not the objects fit together. */
export function renderUnchecked<S extends TObject>(system: System<S>, request: ReleaseRequest<Static<S>>): Rendered {
  const chart = emptyChart();
  const { namespace, externals, warnings, notes, lifecycle, policies, common } = install(chart, system, request);
  return {
    name: request.name,
    namespace,
    objects: inApplyOrder(manifestsOf(chart)),
    externals,
    warnings,
    notes,
    lifecycle,
    ...(common.fingerprintKey ? { fingerprintKey: common.fingerprintKey } : {}),
    ...(policies.length > 0 ? { policies } : {}),
  };
}

/** The root of the construct tree of a release. Its id is fixed: constructs refuses ids such as `constructor`. */
export const emptyChart = (): Chart => new Chart(new App(), 'release', { disableResourceNameHashes: true });

/** The objects below `chart`, in the order of construction. */
export function manifestsOf(chart: Chart): Manifest[] {
  return chart.node
    .findAll()
    .filter((construct) => construct instanceof ApiObject)
    .map((object) => object.toJson() as Manifest);
}

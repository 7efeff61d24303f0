// One release: from values to checked manifests in the order in which they can be applied.

import { App, Chart } from 'cdk8s';
import type { Manifest } from '../k8s/manifest';
import type { CloudPolicy, ExternalObject } from '../k8s/release';
import type { Lifecycle } from '../k8s/stage';
import type { Static, TObject } from '../values/schema';
import { CheckError } from './checks';
import { textsOf } from './metadata';
import { type Installed, install, type ReleaseRequest, type System } from './system';
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
  const chart = emptyChart();
  const installed = install(chart, system, request);
  const problems = chart.node.findAll().flatMap(({ node }) => node.validate());
  if (problems.length > 0) throw new CheckError(problems);
  return renderedOf(chart, installed);
}

/** The same, whether or not the objects fit together. */
export function renderUnchecked<S extends TObject>(system: System<S>, request: ReleaseRequest<Static<S>>): Rendered {
  const chart = emptyChart();
  return renderedOf(chart, install(chart, system, request));
}

function renderedOf(chart: Chart, { release, validation }: Installed): Rendered {
  const { name, namespace, externals, lifecycle, policies, common } = release;
  return {
    name,
    namespace,
    objects: validation.objects,
    externals,
    warnings: textsOf(chart, 'warning'),
    notes: textsOf(chart, 'note'),
    lifecycle,
    ...(common.fingerprintKey ? { fingerprintKey: common.fingerprintKey } : {}),
    ...(policies.length > 0 ? { policies } : {}),
  };
}

/** The root of the construct tree of a release. Its id is fixed: constructs refuses ids such as `constructor`. */
export const emptyChart = (): Chart => new Chart(new App(), 'release', { disableResourceNameHashes: true });

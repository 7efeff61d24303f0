// One release: from values to checked manifests in apply order.

import { App, Chart } from 'cdk8s';
import type { Manifest } from '../k8s/object/manifest';
import { SharedParts } from '../k8s/object/shared-parts';
import type { CloudPolicy, ExternalObject, MachineImage } from '../k8s/release';
import type { Lifecycle } from '../k8s/stage';
import type { Static, TObject } from '../values/schema/schema';
import type { Applied } from './apply-changes';
import { CheckError } from './checks/index';
import { type Installed, install, type ReleaseRequest, type System } from './system';
import type { Target } from './targets';
import { textsOf } from './validation';

/** Objects of a release that are applied together. */
export interface Folder {
  /** Below the folder of the release. */
  readonly name: string;
  readonly objects: readonly Manifest[];
}

/** A rendered release. */
export interface Rendered {
  /** Release name. */
  readonly name: string;
  /** Namespace of the release. */
  readonly namespace: string;
  /** Its objects, in the order in which they are applied. */
  readonly objects: readonly Manifest[];
  /** External objects that must exist. */
  readonly externals: readonly ExternalObject[];
  /** Warnings about the release. */
  readonly warnings: readonly string[];
  /** What users must do in addition to applying the objects. */
  readonly notes: readonly string[];
  /** Cloud permissions that must be granted; absent for none. */
  readonly policies?: readonly CloudPolicy[];
  /** Where the images that the chart names come from, by their reference in the objects; absent for none. */
  readonly imageSources?: ReadonlyMap<string, string>;
  /** Images of virtual machines; absent for none. */
  readonly machineImages?: readonly MachineImage[];
  /** The stages of the objects. */
  readonly lifecycle: Lifecycle;
  /** From the values, for everything derived from credentials. Never written or printed. Absent for none. */
  readonly fingerprintKey?: string;
  /** Whether Reloader restarts the pods of Secrets without a checksum. */
  readonly reloader?: boolean;
  /** Warnings; a run prints only the first of each kind. */
  readonly unstamped?: readonly { readonly kind: string; readonly text: string }[];
  /** The tool that applies the objects; absent for kubectl. */
  readonly target?: Target;
  /** The effect of the user's patches; absent for none. */
  readonly applied?: Applied;
  /** Separate folders for the objects; absent if all are in the same place. */
  readonly folders?: readonly Folder[];
}

/** Renders one release in its own construct tree. Throws `CheckError` if its objects fail the checks. */
export const renderRelease = <S extends TObject>(system: System<S>, request: ReleaseRequest<Static<S>>): Rendered =>
  renderIn(emptyChart(), system, request);

/**
 * Renders many releases of a system, one after the other. The parts that an object has in common with the same object of
 * the release before are the same frozen values, so that they are checked and written only once.
 */
export function rendererOf<S extends TObject>(system: System<S>): (request: ReleaseRequest<Static<S>>) => Rendered {
  const parts = new SharedParts();
  return (request) => {
    const chart = emptyChart();
    parts.begin(App.of(chart));
    return renderIn(chart, system, request);
  };
}

function renderIn<S extends TObject>(chart: Chart, system: System<S>, request: ReleaseRequest<Static<S>>): Rendered {
  const installed = install(chart, system, request);
  const problems = chart.node.findAll().flatMap(({ node }) => node.validate());
  if (problems.length > 0) throw new CheckError(problems);
  return renderedOf(chart, installed);
}

/** The same without the checks. */
export function renderUnchecked<S extends TObject>(system: System<S>, request: ReleaseRequest<Static<S>>): Rendered {
  const chart = emptyChart();
  return renderedOf(chart, install(chart, system, request));
}

function renderedOf(chart: Chart, { release, validation, applied }: Installed): Rendered {
  const constructs = chart.node.findAll();
  const { name, namespace, externals, lifecycle, policies, common, imageSources, machineImages } = release;
  return {
    name,
    namespace,
    objects: validation.objects,
    externals,
    warnings: textsOf(constructs, 'warning'),
    notes: textsOf(constructs, 'note'),
    lifecycle,
    ...(imageSources.size > 0 ? { imageSources } : {}),
    ...(machineImages.length > 0 ? { machineImages } : {}),
    ...(common.fingerprintKey ? { fingerprintKey: common.fingerprintKey } : {}),
    ...(policies.length > 0 ? { policies } : {}),
    ...(applied ? { applied } : {}),
  };
}

/** The root of the construct tree of a release. Its id is fixed: constructs refuses ids such as `constructor`. */
export const emptyChart = (): Chart => new Chart(new App(), 'release', { disableResourceNameHashes: true });

export type Layout = 'release' | 'objects';

/** The objects of each file. */
export function objectsByFile(
  { objects, folders }: Pick<Rendered, 'objects' | 'folders'>,
  layout: Layout,
): (readonly Manifest[])[] {
  if (layout === 'objects') return objects.map((object) => [object]);
  return folders ? folders.map((folder) => folder.objects) : [objects];
}

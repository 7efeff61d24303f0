// What happens to a release between rendering and writing, comparing or describing it: every step, in order.
// Pure: no step reads a file or a flag.

import type { ImageLock } from '../images/image-lock';
import type { Layout, Rendered } from '../render/render';
import type { Target } from '../render/targets';
import type { Requirements } from '../requirements/requirements';
import type { SecretSettings } from '../secrets';
import { stampRelease } from '../stamp/release';
import { inApplySet } from './apply-set';

/** What `runPipeline` does to a release. */
export interface PipelineSettings {
  /** Pins every image by digest. Absent: images keep their tags. */
  readonly imageLock?: ImageLock;
  /** How its Secrets are delivered. Absent: in the manifests. */
  readonly secrets?: SecretSettings;
  /** The tool that applies it. Default: kubectl. */
  readonly target?: Target;
  /** Makes it an ApplySet with a parent of this name; `tool` is the version of this package. Absent: no ApplySet. */
  readonly applySet?: { readonly name: string; readonly tool: string };
  /** How its objects are split into files. Default: all in one. */
  readonly layout?: Layout;
  /**
   * Whether to list its requirements: `all` always; `unusual` if a plain cluster does not meet them; `secrets` if, in
   * addition, Secrets were left out, for releases with otherwise equal requirements. Absent: no.
   */
  readonly requirements?: 'all' | 'unusual' | 'secrets';
}

/** A release that is ready to be written. */
export interface Finished extends Rendered {
  /** What the cluster must have, if it was asked for. */
  readonly requirements?: Requirements;
}

/** `release` is the result of the previous step; `rendered` is the original release, with all of its Secrets. */
type Step = (release: Finished, settings: PipelineSettings, rendered: Rendered) => Finished;

const images: Step = (release, { imageLock }) => {
  if (!imageLock) return release;
  const { withPinnedImages } = require('../images/pin') as typeof import('../images/pin');
  return withPinnedImages(release, imageLock);
};

const secrets: Step = (release, settings) => {
  if (!settings.secrets) return release;
  // Loads `node:crypto`, which most runs do not need.
  const { applySecretModes } = require('../secrets') as typeof import('../secrets');
  return applySecretModes(release, settings.secrets);
};

const target: Step = (release, settings) => {
  if (!settings.target || settings.target === 'kubectl') return release;
  const { forTarget } = require('../delivery/target') as typeof import('../delivery/target');
  return forTarget(release, settings.target);
};

const applySet: Step = (release, settings) =>
  settings.applySet ? inApplySet(release, settings.applySet.name, settings.applySet.tool) : release;

const stamp: Step = (release, settings, rendered) =>
  stampRelease(
    release,
    rendered.objects.filter(({ kind }) => kind === 'Secret'),
    settings.layout ?? 'release',
  );

const requirements: Step = (release, settings, rendered) => {
  const wanted = settings.requirements;
  if (!wanted || (wanted === 'secrets' && release.externals.length === rendered.externals.length)) return release;
  const { asksForMore, requirementsOf } =
    require('../requirements/requirements') as typeof import('../requirements/requirements');
  const stated = requirementsOf(release);
  return wanted === 'all' || asksForMore(stated) ? { ...release, requirements: stated } : release;
};

const STEPS: readonly Step[] = [images, secrets, target, applySet, stamp, requirements];

/** Runs all steps on a rendered release. Throws if a setting does not apply to it. */
export const runPipeline = (rendered: Rendered, settings: PipelineSettings): Finished =>
  STEPS.reduce<Finished>((release, step) => step(release, settings, rendered), rendered);

// What happens to a release between rendering and writing, comparing or describing it: every step, in order.
// Pure: no step reads a file or a flag.

import { forTarget } from '../delivery/target';
import type { Layout } from '../render/layout';
import type { Rendered } from '../render/render';
import type { Target } from '../render/targets';
import type { Requirements } from '../requirements/requirements';
import type { SecretSettings } from '../secrets';
import { stampRelease } from '../stamp/release';
import { inApplySet } from './apply-set';

export interface PipelineSettings {
  /** What becomes of its Secrets. Absent: they stay in the manifests. */
  readonly secrets?: SecretSettings;
  /** Who applies it. Default: kubectl. */
  readonly target?: Target;
  /** Makes it an ApplySet with a parent of this name; `tool` is the version of this package. Absent: no ApplySet. */
  readonly applySet?: { readonly name: string; readonly tool: string };
  /** How its objects are spread over files. Default: all in one. */
  readonly layout?: Layout;
  /**
   * Whether to state what it needs: `all`; `unusual`, if a plain cluster does not have it; `secrets`, the same if Secrets
   * were left out, for releases that share the rest. Absent: not stated.
   */
  readonly requirements?: 'all' | 'unusual' | 'secrets';
}

/** A release as it is written. */
export interface Finished extends Rendered {
  readonly requirements?: Requirements;
}

/** Takes the release as the step before left it; `rendered` is how it began, with all of its Secrets. */
type Step = (release: Finished, settings: PipelineSettings, rendered: Rendered) => Finished;

const secrets: Step = (release, settings) => {
  if (!settings.secrets) return release;
  // Brings `node:crypto`, which most runs do without.
  const { applySecretModes } = require('../secrets') as typeof import('../secrets');
  return applySecretModes(release, settings.secrets);
};

const target: Step = (release, settings) => forTarget(release, settings.target ?? 'kubectl');

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

const STEPS: readonly Step[] = [secrets, target, applySet, stamp, requirements];

/** Takes a rendered release through all steps. Throws when a setting does not fit it. */
export const runPipeline = (rendered: Rendered, settings: PipelineSettings): Finished =>
  STEPS.reduce<Finished>((release, step) => step(release, settings, rendered), rendered);

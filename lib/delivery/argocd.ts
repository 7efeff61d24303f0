// For Argo CD: each stage is a sync wave. No hooks: a hook runs at every sync, a Job in a wave once for every name,
// and its name says what it does.

import type { Stage } from '../k8s/stage';
import type { Rendered } from '../render/render';
import { annotate, isBarePod } from './annotate';
import { stagesOf } from './stages';

const WAVE = 'argocd.argoproj.io/sync-wave';
const OPTIONS = 'argocd.argoproj.io/sync-options';

/** The wave of an object that names none is 0. Between them there is room for objects of the users' own. */
const WAVES: Readonly<Record<Stage, number>> = {
  setup: -40,
  'before-1': -30,
  'before-2': -20,
  'before-3': -10,
  main: 0,
  after: 10,
};

export function argocd(rendered: Rendered): Rendered {
  const waves = new Map(
    stagesOf(rendered).flatMap(({ stage, objects }) => objects.map((object) => [object, WAVES[stage]] as const)),
  );
  const objects = rendered.objects.map((object) => {
    const wave = waves.get(object) ?? WAVES.main;
    const placed = wave === WAVES.main ? object : annotate(object, WAVE, String(wave));
    // A namespace takes along what others keep in it.
    if (object.kind === 'Namespace') return annotate(placed, OPTIONS, 'Prune=false,Delete=false');
    // Only when a change is refused, unlike Replace=true, which would end the session at every sync.
    return isBarePod(object) ? annotate(placed, OPTIONS, 'Force=true') : placed;
  });
  return { ...rendered, objects };
}

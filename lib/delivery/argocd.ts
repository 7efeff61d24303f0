// For Argo CD, stages are sync waves. Jobs are not hooks: a hook runs at every sync, but a Job in a wave runs once per name,
// and its name ends in a hash of its spec.

import type { Rendered } from '../render/render';
import { annotate, isBarePod, isKept } from './guard';
import { LAST_WAVE, wavesOf } from './waves';

const WAVE = 'argocd.argoproj.io/sync-wave';
const OPTIONS = 'argocd.argoproj.io/sync-options';
const COMPARE = 'argocd.argoproj.io/compare-options';

export function argocd(rendered: Rendered): Rendered {
  const waves = wavesOf(rendered);
  const objects = rendered.objects.map((object) => {
    const wave = waves.get(object) ?? LAST_WAVE;
    const placed = wave === LAST_WAVE ? object : annotate(object, WAVE, String(wave));
    if (isKept(object)) {
      // Once it is no longer in Git, it does not make the Application out of sync.
      return annotate(annotate(placed, OPTIONS, 'Prune=false,Delete=false'), COMPARE, 'IgnoreExtraneous');
    }
    // Only if a change is rejected, unlike Replace=true, which would end the session at every sync.
    return isBarePod(object) ? annotate(placed, OPTIONS, 'Force=true') : placed;
  });
  return { ...rendered, objects };
}

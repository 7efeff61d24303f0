// What --target asks for, of the command and of each release.

import { forTarget } from '../../lib/delivery/target';
import type { Rendered } from '../../lib/render/render';
import { TARGET_NAMES } from '../../lib/render/targets';
import type { SynthFlags } from '../flags/flags';
import { UsageError } from '../flags/usage';
import type { Plan } from './plan';

/** A release with the target that its plan names. */
export const withTarget = (rendered: Rendered, { target }: Pick<Plan, 'target'>): Rendered =>
  target === undefined ? rendered : { ...rendered, target };

/** Makes releases as their target wants them; the command's wins. */
export function targeting({ target: ofAll, applyset }: SynthFlags): (rendered: Rendered) => Rendered {
  return (rendered) => {
    const target = ofAll ?? rendered.target ?? 'kubectl';
    if (target === 'kubectl') return forTarget(rendered, target);
    if (applyset !== undefined) {
      throw new UsageError(`--applyset is for kubectl: ${TARGET_NAMES[target]} knows itself what to prune`);
    }
    const aimed = forTarget(rendered, target);
    if (!aimed.objects.some(({ kind }) => kind === 'Secret')) return aimed;
    const warning = `credentials stand in the manifests, which ${TARGET_NAMES[target]} takes from Git: give --secrets existing, external-secrets or sealed-secrets`;
    return { ...aimed, warnings: [...aimed.warnings, warning] };
  };
}

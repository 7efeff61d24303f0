// What --target asks for, of the command and of each release.

import { forTarget } from '../render/delivery/target';
import { TARGET_NAMES } from '../render/delivery/targets';
import type { Rendered } from '../render/render';
import type { SynthFlags } from './flags';
import type { Io } from './io';
import { warn } from './report';
import { UsageError } from './usage';

/** Makes releases as their target wants them; the command's wins. */
export function targeting(io: Io, { target: ofAll, applyset }: SynthFlags): (rendered: Rendered) => Rendered {
  let hasWarned = false;
  return (rendered) => {
    const target = ofAll ?? rendered.target ?? 'kubectl';
    if (target === 'kubectl') return forTarget(rendered, target);
    if (applyset !== undefined) {
      throw new UsageError(`--applyset is for kubectl: ${TARGET_NAMES[target]} knows itself what to prune`);
    }
    if (!hasWarned && rendered.objects.some(({ kind }) => kind === 'Secret')) {
      hasWarned = true;
      const where = `in the manifests, which ${TARGET_NAMES[target]} takes from Git`;
      warn(
        io,
        `${rendered.name}: credentials stand ${where}: give --secrets existing, external-secrets or sealed-secrets`,
      );
    }
    return forTarget(rendered, target);
  };
}

// What happens to a rendered release before it is written or compared.

import { inApplySet } from '../render/apply-set';
import { NAMESPACE, obeys } from '../render/identity';
import type { Sealing } from '../render/secrets';
import type { SynthFlags } from './flags';
import type { Io } from './io';
import type { Plan } from './plan';
import { type Keep, type KeepSecrets, secretKeeper } from './secrets';
import { UsageError } from './usage';

/** Whether anything happens to it at all. */
export const finishes = ({ secrets, applyset }: SynthFlags, plan: Pick<Plan, 'secrets'>): boolean =>
  secrets !== undefined || applyset !== undefined || plan.secrets.length > 0;

/** `ofFile`: each release of a releases file is an ApplySet of its own, which carries the release's name too. */
export function finisher(io: Io, tool: string, flags: SynthFlags, ofFile: boolean, sealing?: Sealing): KeepSecrets {
  const keep = secretKeeper(io, flags, ofFile, sealing);
  const { applyset } = flags;
  if (applyset === undefined) return keep;
  if (!obeys(NAMESPACE, applyset)) {
    throw new UsageError(`--applyset ${JSON.stringify(applyset)} (expected ${NAMESPACE.expected})`);
  }
  const finish: Keep = (rendered, earlier, plan) =>
    inApplySet(keep(rendered, earlier, plan), ofFile ? `${applyset}-${rendered.name}` : applyset, tool);
  return Object.assign(finish, { end: keep.end });
}

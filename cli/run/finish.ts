// What happens to a rendered release before it is written or compared: Secrets, target, ApplySet, stamps.

import { NAMESPACE, obeys } from '../../lib/names/identity';
import { inApplySet } from '../../lib/pipeline/apply-set';
import type { Layout } from '../../lib/render/layout';
import type { Seal } from '../../lib/secrets';
import type { SynthFlags } from '../flags/flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import type { Plan } from '../plan/plan';
import { targeting } from '../plan/targeting';
import type { Keep, KeepSecrets } from './secrets';
import { stamped } from './stamping';

/** Whether anything but stamps happens to it. */
export const finishes = ({ secrets, applyset, target }: SynthFlags, plan: Pick<Plan, 'secrets' | 'target'>): boolean =>
  secrets !== undefined || applyset !== undefined || plan.secrets.length > 0 || (target ?? plan.target) !== undefined;

export interface FinishOptions {
  /** Each release of a releases file is an ApplySet of its own, which carries the release's name too. */
  readonly ofFile: boolean;
  /** How Secrets are sealed; default: for the cluster. */
  readonly seal?: Seal;
  /** The layout of a release's files; default: that of the flags. */
  readonly layoutOf?: (release: string) => Layout | undefined;
}

export function finisher(io: Io, tool: string, flags: SynthFlags, options: FinishOptions): KeepSecrets {
  const { ofFile, layoutOf = () => flags.layout } = options;
  const keep = keeper(io, flags, options);
  const aim = targeting(flags);
  const { applyset } = flags;
  const withEnd = (finish: Keep): KeepSecrets => {
    const withStamps: Keep = (full, earlier, plan) =>
      stamped(full, finish(full, earlier, plan), layoutOf(full.name) ?? 'release');
    return Object.assign(withStamps, { end: keep.end });
  };
  if (applyset === undefined) return withEnd((rendered, earlier, plan) => aim(keep(rendered, earlier, plan)));
  if (!obeys(NAMESPACE, applyset)) {
    throw new UsageError(`--applyset ${JSON.stringify(applyset)} (expected ${NAMESPACE.expected})`);
  }
  return withEnd((rendered, earlier, plan) =>
    inApplySet(aim(keep(rendered, earlier, plan)), ofFile ? `${applyset}-${rendered.name}` : applyset, tool),
  );
}

/** Most runs have nothing to keep: what seals and fetches Secrets is loaded for the others. */
function keeper(io: Io, flags: SynthFlags, { ofFile, seal }: FinishOptions): KeepSecrets {
  let made: KeepSecrets | undefined;
  const make = () => {
    const { secretKeeper } = require('./secrets') as typeof import('./secrets');
    made ??= secretKeeper(io, flags, ofFile, seal);
    return made;
  };
  // What is wrong with the flags is told before anything is rendered.
  if ([flags.secrets, flags.certificate, flags.secretStore].some((flag) => flag !== undefined)) make();
  const keep: Keep = (rendered, earlier, plan) =>
    made || plan.secrets.length > 0 ? make()(rendered, earlier, plan) : rendered;
  return Object.assign(keep, { end: () => made?.end() });
}

// The pipeline settings for each release of a run, from the flags and the releases file.

import { resolve } from 'node:path';
import type { ImageLock } from '../../lib/images/image-lock';
import { NAMESPACE, obeys } from '../../lib/names/naming';
import type { PipelineSettings } from '../../lib/pipeline/pipeline';
import type { Layout, Rendered } from '../../lib/render/render';
import { TARGET_NAMES } from '../../lib/render/targets';
import type { Seal } from '../../lib/secrets';
import { readInput } from '../../lib/values/file/input';
import type { SynthFlags } from '../flags/flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { demandPath, type Plan } from './plan';
import type { RunSecrets } from './run-secrets';

export interface RunOptions {
  /** Each release of a releases file is its own ApplySet, with the release's name as suffix. */
  readonly ofFile: boolean;
  /** Which requirements are listed. Absent: none. */
  readonly requirements?: 'all' | 'file';
  /** How Secrets are sealed. Default: for the cluster. */
  readonly seal?: Seal;
  /** The layouts of releases that were written earlier, by name; the others have the layout of the flags. */
  readonly layouts?: ReadonlyMap<string, Layout>;
}

/** Whether the pipeline does anything besides stamping. */
export const changes = (
  { imageLock, secrets, applyset, target }: SynthFlags,
  plan: Pick<Plan, 'imageLock' | 'secrets' | 'target'>,
): boolean =>
  (imageLock ?? plan.imageLock) !== undefined ||
  secrets !== undefined ||
  applyset !== undefined ||
  plan.secrets.length > 0 ||
  (target ?? plan.target) !== undefined;

export class RunSettings {
  private secrets: RunSecrets | undefined;
  /** By file. */
  private readonly imageLocks = new Map<string, ImageLock>();

  /** Throws `UsageError` or `InputError` for flags that are wrong no matter what is rendered. */
  constructor(
    private readonly io: Io,
    private readonly tool: string,
    private readonly flags: SynthFlags,
    private readonly options: RunOptions,
  ) {
    const { imageLock, secrets, certificate, secretStore, applyset } = flags;
    if (imageLock !== undefined) {
      demandPath('--image-lock', imageLock);
      this.imageLockIn(imageLock);
    }
    if ([secrets, certificate, secretStore].some((flag) => flag !== undefined)) this.ofSecrets();
    if (applyset !== undefined && !obeys(NAMESPACE, applyset)) {
      throw new UsageError(`--applyset ${JSON.stringify(applyset)} (expected ${NAMESPACE.expected})`);
    }
  }

  /** `earlier` returns the files written for the release by an earlier run, to keep ciphertexts. */
  of(plan: Plan, rendered: Rendered, earlier: (plan: Plan) => readonly string[]): PipelineSettings {
    const { flags, options } = this;
    const secrets =
      this.secrets || plan.secrets.length > 0 ? this.ofSecrets().of(plan, rendered, () => earlier(plan)) : undefined;
    const imageLock = flags.imageLock ?? plan.imageLock;
    const target = flags.target ?? plan.target;
    const layout = options.layouts?.get(plan.name) ?? flags.layout;
    const applySet = this.applySetOf(plan);
    const requirements = options.requirements === 'file' ? ofFile(plan) : options.requirements;
    return {
      ...(imageLock === undefined ? {} : { imageLock: this.imageLockIn(imageLock) }),
      ...(secrets ? { secrets } : {}),
      ...(target ? { target } : {}),
      ...(applySet ? { applySet } : {}),
      ...(layout ? { layout } : {}),
      ...(requirements ? { requirements } : {}),
    };
  }

  /** Throws if a setting names a Secret that none of the releases has. */
  end(): void {
    this.secrets?.end();
  }

  private applySetOf({ name, target: ofPlan }: Plan): PipelineSettings['applySet'] {
    const { applyset, target = ofPlan ?? 'kubectl' } = this.flags;
    if (applyset === undefined) return undefined;
    if (target !== 'kubectl') {
      throw new UsageError(`--applyset is for kubectl: ${TARGET_NAMES[target]} tracks what to prune itself`);
    }
    return { name: this.options.ofFile ? `${applyset}-${name}` : applyset, tool: this.tool };
  }

  /** Releases share locks, so each is read once. */
  private imageLockIn(file: string): ImageLock {
    const known = this.imageLocks.get(file);
    if (known) return known;
    const { ImageLock } = require('../../lib/images/image-lock') as typeof import('../../lib/images/image-lock');
    const lock = ImageLock.parse(file, readInput(file, resolve(this.io.cwd, file)));
    this.imageLocks.set(file, lock);
    return lock;
  }

  /** The code that seals and fetches Secrets is loaded only if it is used. */
  private ofSecrets(): RunSecrets {
    const { RunSecrets } = require('./run-secrets') as typeof import('./run-secrets');
    this.secrets ??= new RunSecrets(this.io, this.flags, this.options);
    return this.secrets;
  }
}

/** The rows of a table would all list the same. */
const ofFile = ({ row }: Plan) => (row === undefined ? 'unusual' : 'secrets');

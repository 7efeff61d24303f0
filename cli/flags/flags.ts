// The parsed flags of `synth`.

import type { KubeVersion } from '../../lib/names/kube-version';
import type { Shard } from '../../lib/releases/shard';
import type { Target } from '../../lib/render/targets';

export const layouts = ['release', 'objects'] as const;

/** Flags for the release of a single chart; in a releases file, each entry has these settings. */
export interface ReleaseFlags {
  readonly name?: string;
  readonly namespace?: string;
  readonly appVersion?: string;
  readonly values?: readonly string[];
  readonly setJson?: readonly string[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setFile?: readonly string[];
  readonly patch?: readonly string[];
  readonly setLiteral?: readonly string[];
}

export interface SynthFlags extends ReleaseFlags {
  readonly config?: string;
  readonly only?: readonly string[];
  /** Render only this share of the releases. */
  readonly shard?: Shard;
  readonly output?: string;
  readonly stdout?: true;
  readonly layout?: (typeof layouts)[number];
  readonly ociLayout?: string;
  readonly validate?: true;
  readonly watch?: true;
  readonly kubeVersion?: KubeVersion;
  readonly imageLock?: string;
  readonly secrets?: readonly string[];
  readonly certificate?: string;
  readonly secretStore?: string;
  readonly applyset?: string;
  readonly target?: Target;
  readonly delivery?: readonly string[];
  /** Whether a releases file may use files and folders outside its own folder. */
  readonly allowOutside?: true;
}

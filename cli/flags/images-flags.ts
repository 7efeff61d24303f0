// The parsed flags of `images`.

import type { SynthFlags } from './flags';

export const imageFormats = ['text', 'plain', 'json', 'hauler', 'zarf', 'oc-mirror', 'skopeo', 'cyclonedx'] as const;

export interface ImagesFlags extends Omit<SynthFlags, 'output' | 'stdout' | 'layout' | 'validate' | 'imageLock'> {
  /** `false` also ignores the image locks of a releases file. */
  readonly imageLock?: string | false;
  readonly format?: (typeof imageFormats)[number];
}

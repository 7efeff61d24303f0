// Variables of the runner that differ between lines and versions of its image.

import type { EnvValue } from '../../../lib/k8s/workload/container';
import { isOlder } from '../../../lib/names/image-version';
import { type ImageLine, lineOf } from './image-line';

interface Image {
  readonly tag: string;
}

/** How long the runner caches information about backups. */
export function cacheRetention({ tag }: Image, days: number | string): Record<string, EnvValue> {
  if (isOlder(tag, 'v0.158.0')) return { CACHE_RETENTION_DAYS: days };
  return { BACKUP_INFO_CACHE_RETENTION: `${Number(days) * 24}h` };
}

/** Only the fork has a token that it shares with its manager. */
export const readsSystemToken = (image: Image): boolean => lineOf(image) === 'kubernetes';

/** The runner's own token, by the variable that the image reads. */
export const tokenVariable = (line: ImageLine): 'API_TOKEN' | 'DAYTONA_RUNNER_TOKEN' =>
  line === 'public' ? 'DAYTONA_RUNNER_TOKEN' : 'API_TOKEN';

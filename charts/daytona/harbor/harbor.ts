// What the components of Harbor are made from.

import type { Release } from '../../../lib/k8s/release';
import type { SharedDatabase } from './context';
import type { RedisAccess } from './redis-access';
import type { HarborSecrets } from './secrets';
import type { ImageStorage } from './storage-values';
import type { HarborValues } from './values';

export interface DatabaseAccess extends SharedDatabase {
  readonly database: string;
}

export interface Harbor {
  readonly release: Release;
  readonly values: HarborValues;
  /** Prefix of object names. */
  readonly prefix: string;
  readonly url: string;
  readonly host: string;
  readonly secrets: HarborSecrets;
  readonly database: DatabaseAccess;
  readonly redis: RedisAccess;
  readonly storage: ImageStorage;
}

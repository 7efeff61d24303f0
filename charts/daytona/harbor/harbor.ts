// What the components of Harbor are made from.

import type { Release } from '../../../lib/k8s/release';
import type { RedisAccess } from './backing/redis-access';
import type { SharedDatabase } from './context';
import type { HarborSecrets } from './secrets';
import type { ImageStorage } from './values/storage-values';
import type { HarborValues } from './values/values';

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

// What the parts of a release share, derived once from the values.

import type { Publishing } from '../../lib/k8s/gateway/publish';
import type { Release } from '../../lib/k8s/release';
import type { InCluster, PublicAddresses } from './connections/addresses';
import type { Database, IdentityProvider, ObjectStore, Redis, Registries } from './connections/connections';
import type { Credentials } from './credentials/credentials';
import type { Values } from './values';

export interface Platform {
  readonly release: Release;
  /** The release in the namespace of runners and placeholder pods. */
  readonly nodes: Release;
  readonly values: Values;
  readonly addresses: PublicAddresses;
  readonly api: InCluster;
  readonly proxy: InCluster;
  readonly dex: InCluster;
  readonly credentials: Credentials;
  readonly database: Database;
  readonly redis: Redis;
  readonly store: ObjectStore;
  readonly registries: Registries;
  readonly identity: { readonly api: IdentityProvider; readonly proxy: IdentityProvider };
  readonly publishing: Publishing;
}

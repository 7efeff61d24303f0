// What the parts of the built-in PostgreSQL share.

import type { Labels } from '../../../lib/k8s/labels';
import type { Release } from '../../../lib/k8s/release';
import type { SecretHandle } from '../../../lib/k8s/secret/config';
import type { PostgresqlValues } from './values';

/** The superuser of the server. Daytona has its own user, unless the values name this one. */
export const SUPERUSER = 'postgres';

export const PORT = 5432;

/** What the parts of the server share. */
export interface Database {
  readonly release: Release;
  readonly values: PostgresqlValues;
  readonly labels: Labels;
  readonly name: string;
  /** Name of the ServiceAccount. */
  readonly account: string;
  readonly scripts: string;
  readonly secret: SecretHandle;
}

/**
 * Name of the volume and of the claim's template. Bitnami's chart calls it `data`: under that name the StatefulSet
 * of an installed Helm release would be taken over together with its volume, and a new, empty database would start
 * next to the old one. With this name, the API server rejects the change, and the old volume is not touched.
 */
export const VOLUME = 'pgdata';

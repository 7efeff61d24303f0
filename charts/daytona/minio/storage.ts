// What the parts of the built-in MinIO share.

import type { Labels } from '../../../lib/k8s/labels';
import type { Release } from '../../../lib/k8s/release';
import type { SecretHandle } from '../../../lib/k8s/secret/config';
import type { SecretKey } from '../connections/built-in';
import type { MinioValues } from './values';

/** Ports that the server listens on; those of the Services come from the values. */
export const PORTS = { api: 9000, console: 9001 } as const;

export interface Storage {
  readonly release: Release;
  readonly values: MinioValues;
  readonly labels: Labels;
  readonly name: string;
  /** Name of the ServiceAccount of servers and Job. */
  readonly account: string;
  /** Keys rootUser and rootPassword. */
  readonly root: SecretHandle;
  /** Absent if Daytona uses the administrator account. */
  readonly user?: ObjectStoreUser;
  /** Address of the Service, as a URL. */
  readonly endpoint: string;
}

/** The account that Daytona uses. */
export interface ObjectStoreUser {
  readonly accessKey: SecretKey;
  readonly secretKey: SecretKey;
}

/** What a client needs to use the storage. */
export interface ObjectStoreConnection extends ObjectStoreUser {
  readonly endpoint: string;
  /** The endpoint for temporary credentials. */
  readonly stsEndpoint: string;
  readonly region: string;
  readonly bucket: string;
}

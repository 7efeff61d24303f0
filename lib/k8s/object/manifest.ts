// A Kubernetes object as plain data.

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** `Deployment labs/lab-1`, or `ClusterRole reader`: how messages name an object. */
export function describe({ kind, metadata }: Manifest): string {
  return metadata.namespace ? `${kind} ${metadata.namespace}/${metadata.name}` : `${kind} ${metadata.name}`;
}

/** Identifies an object as the API server does, without the API version: `apps/Deployment/labs/lab-1`. */
export const objectKey = (object: Pick<Manifest, 'apiVersion' | 'kind' | 'metadata'>): string =>
  [apiGroup(object), object.kind, object.metadata.namespace ?? '', object.metadata.name].join('/');

/** The API group of an object: `apps`; empty for the core group. */
export function apiGroup({ apiVersion }: { readonly apiVersion: string }): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

// ServiceAccounts: created by the release, or existing ones; and the AWS partition of their roles.

import type { Construct } from 'constructs';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { boolean, object, objectName, type Static } from '../../values/schema/schema';
import { annotationMap } from '../common';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';

/** The values of a ServiceAccount. */
export const serviceAccountValues = () =>
  object(
    {
      create: boolean({ description: 'Whether to create the ServiceAccount.', default: true }),
      annotations: annotationMap('Annotations of the ServiceAccount, for example a cloud role.'),
      name: objectName({
        description:
          'Name of the ServiceAccount; by default derived from the release, or "default" if none is created.',
        default: '',
      }),
    },
    { description: 'ServiceAccount of the pods.' },
  );

/** Values of `serviceAccountValues`. */
export type ServiceAccountValues = Static<ReturnType<typeof serviceAccountValues>>;

export interface ServiceAccountOptions {
  /** Name if the values do not set one. */
  readonly name: string;
  readonly labels: Labels;
}

/** The name of the ServiceAccount to run under; creates it unless the values say otherwise. */
export function serviceAccount(
  scope: Construct,
  id: string,
  release: Release,
  { create, annotations, name: given }: ServiceAccountValues,
  { name, labels }: ServiceAccountOptions,
): string {
  if (!create) {
    const existing = given || 'default';
    release.external('ServiceAccount', existing);
    return existing;
  }
  const metadata = release.metadata(given || name, labels, annotations);
  new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    // Pods that need a token set it in their spec.
    automountServiceAccountToken: false,
  } satisfies IServiceAccount);
  return metadata.name;
}

/** China and the US government have separate partitions. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

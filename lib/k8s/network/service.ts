// Services in front of pods.

import type { Construct } from 'constructs';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServicePort } from 'kubernetes-models/v1/ServicePort';
import { choice, integer, object, type Static } from '../../values/schema/schema';
import { annotationMap } from '../common';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer';

export const serviceType = (value: ServiceType) =>
  choice(['ClusterIP', 'NodePort', 'LoadBalancer'], { description: 'Type of the Service.', default: value });

/** A port number, 1 to 65535. */
export const port = (about: { readonly description: string; readonly default?: number }) =>
  integer({ minimum: 1, maximum: 65535, ...about });

/** `type` and `annotations` of a Service; spread them into its values. */
export const serviceKeys = (type: ServiceType) => ({
  type: serviceType(type),
  annotations: annotationMap('Annotations of the Service.'),
});

/** The same with a port. */
export const serviceValues = (type: ServiceType, number: number) =>
  object(
    { ...serviceKeys(type), port: port({ description: 'Port of the Service.', default: number }) },
    { description: 'Service of the pods.' },
  );

export type ServiceValues = Static<ReturnType<typeof serviceValues>>;

export interface ServiceOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly type?: ServiceType;
  readonly ports: readonly (IServicePort & { readonly targetPort: string | number })[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** Fields for certain Services only. */
  readonly spec?: Partial<IService['spec'] & object>;
}

/** A Service that selects the pods of `labels`. */
export function service(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, type = 'ClusterIP', ports, annotations, spec }: ServiceOptions,
): void {
  new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: release.metadata(name, labels, annotations),
    spec: {
      type,
      ...spec,
      selector: { ...labels.selector },
      ports: ports.map((entry) => ({ protocol: 'TCP', ...entry })),
    },
  } satisfies IService);
}

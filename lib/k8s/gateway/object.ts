// Objects of the Gateway API, as the API server returns them.

import type { Construct } from 'constructs';
import { ApiObject } from '../object/api-object';
import { customShape, withServerDefaults } from '../object/custom-shapes';
import type { ObjectMeta } from '../object/manifest';

type Kind = 'Gateway' | 'HTTPRoute' | 'TCPRoute' | 'BackendTLSPolicy';

export function gatewayObject(scope: Construct, id: string, kind: Kind, metadata: ObjectMeta, spec: object): void {
  const apiVersion = 'gateway.networking.k8s.io/v1';
  new ApiObject(scope, id, { apiVersion, kind, metadata, spec: withServerDefaults(customShape(`${kind}Spec`), spec) });
}

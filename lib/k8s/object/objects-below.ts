// The objects in a construct tree.

import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Manifest } from './manifest';

/** The objects in `scope`, in construction order. */
export const objectsBelow = (scope: Construct): ApiObject[] =>
  scope.node.findAll().filter((construct) => construct instanceof ApiObject);

/** The same as JSON. */
export const manifestsOf = (scope: Construct): Manifest[] =>
  objectsBelow(scope).map((object) => object.toJson() as Manifest);

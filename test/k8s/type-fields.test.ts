// What the table of Kubernetes types says about fields.

import { partsOf } from '../../lib/k8s/api-rules/types';
import { isType, typeFields } from '../../lib/k8s/object/type-fields';

const fieldOf = (type: string, name: string) => typeFields(type).find((field) => field.name === name);

test('plain values, quantities, objects, lists and maps', () => {
  const plain = { isDropped: false, isQuantity: false, isMap: false, type: undefined };
  expect(fieldOf('v1/EmptyDirVolumeSource', 'medium')).toEqual({ ...plain, name: 'medium', isDropped: true });
  expect(fieldOf('v1/ResourceRequirements', 'limits')).toEqual({
    ...{ ...plain, name: 'limits', isDropped: true, isQuantity: true },
  });
  expect(fieldOf('apps/v1/Deployment', 'spec')).toEqual({ ...plain, name: 'spec', type: 'apps/v1/DeploymentSpec' });
  const props = 'apiextensions.k8s.io/v1/JSONSchemaProps';
  expect(fieldOf(props, 'properties')).toEqual({
    ...{ ...plain, name: 'properties', isDropped: true, isMap: true, type: props },
  });
});

test('names may contain hyphens', () => {
  const rules = { type: 'apiextensions.k8s.io/v1/ValidationRule', isMap: false };
  const props = 'apiextensions.k8s.io/v1/JSONSchemaProps';
  expect(fieldOf(props, 'x-kubernetes-validations')).toMatchObject({ ...rules, isDropped: true });
  expect(partsOf(props)).toContainEqual({ ...rules, field: 'x-kubernetes-validations' });
});

test('an unknown type has no fields', () => {
  expect([isType('v1/Nothing'), isType('constructor')]).toEqual([false, false]);
  expect(typeFields('v1/Nothing')).toEqual([]);
});

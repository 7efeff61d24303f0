// Validates every object against the Kubernetes schema: types, required fields, and no unknown fields.

import { isKnownType, type ShapeProblem, shapeProblems } from '../k8s/object/known-fields';
import { apiGroup, isBuiltInGroup, type Manifest } from '../k8s/object/manifest';
import { POD_SPECS } from '../k8s/object/pod-owner';
import { type KubeVersion, OLDEST } from '../names/kube-version';
import { formatPath } from '../values/path';
import type { Finding } from './checks';

/** Stable versions, which every cluster serves by default. */
const STABLE = /(^|\/)v\d+$/;

/** Problems of objects with built-in kinds, in this version of Kubernetes. */
export function checkSchema(objects: readonly Manifest[], version: KubeVersion = OLDEST): Finding[] {
  return objects.flatMap((object): Finding[] => {
    const { apiVersion, kind } = object;
    const definition = `${apiVersion}/${kind}`;
    const isOwn = isBuiltInGroup(apiGroup(object));
    if (isOwn && !STABLE.test(apiVersion)) {
      return [{ object, field: 'apiVersion', message: `is not served by every cluster: ${apiVersion}` }];
    }
    if (!isKnownType(definition)) {
      if (!isOwn) return [];
      const { newKindProblems } = require('../k8s/object/additions') as typeof import('../k8s/object/additions');
      const unknown = [{ path: ['kind'], message: `is not a kind of ${apiVersion}` }];
      return findingsOf(object, newKindProblems(definition, object, version) ?? unknown);
    }
    const spec: Finding[] =
      NEED_SPEC.has(kind) && object.spec === undefined ? [{ object, field: 'spec', message: 'is required' }] : [];
    const shape = shapeProblems(definition, object, version).filter((problem) => !isGap(object, problem));
    return [...spec, ...findingsOf(object, shape)];
  });
}

const findingsOf = (object: Manifest, problems: readonly Pick<ShapeProblem, 'path' | 'message'>[]): Finding[] =>
  problems.map(({ path, message }) => ({ object, field: formatPath(path), message }));

/** Kinds whose objects need a spec, although the published schemas say that it is optional. */
const NEED_SPEC = new Set([
  ...Object.keys(POD_SPECS),
  'HorizontalPodAutoscaler',
  'Ingress',
  'NetworkPolicy',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Service',
]);

/** Fields of a CRD that the validators of `kubernetes-models` do not support, because its schema is recursive. */
const GAPS = new Set([
  'description',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
]);

const isGap = ({ kind }: Manifest, { path, unknown }: ShapeProblem): boolean =>
  unknown && kind === 'CustomResourceDefinition' && path[1] === 'versions' && GAPS.has(String(path.at(-1)));

// Kinds and fields that are newer than the oldest supported version of Kubernetes.

import { shapeProblems } from '../../lib/k8s/object/known-fields';
import type { KubeVersion } from '../../lib/names/kube-version';
import { checkSchema } from '../../lib/render/schema-check';
import { formatPath } from '../../lib/values/path';

const ofPod = (spec: object, version?: KubeVersion) =>
  shapeProblems('v1/PodSpec', { containers: [{ name: 'a' }], ...spec }, version).map(
    ({ path, message }) => `${formatPath(path)}: ${message}`,
  );
const ofContainer = (container: object) => ofPod({ containers: [{ name: 'a', ...container }] });
const ofVolume = (configMap: object, version: KubeVersion) => ofPod({ volumes: [{ name: 'v', configMap }] }, version);

const rule = (change: object = {}) => ({ action: 'Restart', exitCodes: { operator: 'In', values: [42] }, ...change });

test('fields of every supported version are accepted', () => {
  expect(ofContainer({ restartPolicyRules: [rule()] })).toEqual([]);
  expect(
    ofContainer({ env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'p', key: 'k' } } }] }),
  ).toEqual([]);
});

test.each<[object | string, string[]]>([
  ['Restart', ['containers[0].restartPolicyRules: must be a list']],
  [['Restart'], ['containers[0].restartPolicyRules[0]: must be a map']],
  [[rule({ action: true })], ['containers[0].restartPolicyRules[0].action: must be a string (quote it)']],
  [[rule({ exitCode: 1 })], ['containers[0].restartPolicyRules[0].exitCode: unknown key']],
  [
    [rule({ exitCodes: { operator: 'In', values: ['42'] } })],
    ['containers[0].restartPolicyRules[0].exitCodes.values[0]: must be an integer'],
  ],
])('their values are checked: %j', (restartPolicyRules, expected) => {
  expect(ofContainer({ restartPolicyRules })).toEqual(expected);
});

test('fields of newer versions need --kube-version', () => {
  expect(ofVolume({ name: 'c', defaultUser: 0 }, '1.37')).toEqual([]);
  expect(ofVolume({ name: 'c', defaultUser: 'root' }, '1.37')).toEqual([
    'volumes[0].configMap.defaultUser: must be an integer',
  ]);
  expect(ofVolume({ name: 'c', defaultUser: 0 }, '1.36')).toEqual([
    'volumes[0].configMap.defaultUser: is not in Kubernetes 1.36, only since 1.37: set --kube-version if your cluster is newer',
  ]);
});

describe('kinds', () => {
  const problems = (apiVersion: string, kind: string, fields: object, version?: KubeVersion) =>
    checkSchema([{ apiVersion, kind, metadata: { name: 'a' }, ...fields }], version).map(
      ({ field, message }) => `${field}: ${message}`,
    );
  const storage = (fields: object) => problems('storage.k8s.io/v1', 'VolumeAttributesClass', fields);

  test('of every supported version are checked', () => {
    expect(storage({ driverName: 'csi.acme.io', parameters: { iops: '3000' } })).toEqual([]);
    expect(storage({ driverName: 1, parameters: { iops: 3000 }, parameter: {} })).toEqual([
      'driverName: must be a string (quote it)',
      'parameters.iops: must be a string (quote it)',
      'parameter: unknown key',
    ]);
    expect(storage({ driverName: 'csi.acme.io', parameters: [] })).toEqual(['parameters: must be a map']);
  });

  test('of newer versions need --kube-version', () => {
    const policy = ['admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', { spec: {} }] as const;
    expect(problems(...policy, '1.36')).toEqual([]);
    expect(problems(...policy, '1.35')).toEqual([
      'kind: is not in Kubernetes 1.35, only since 1.36: set --kube-version if your cluster is newer',
    ]);
  });

  test('that no version has are unknown', () => {
    expect(problems('v1', 'Pot', {})).toEqual(['kind: is not a kind of v1']);
    expect(problems('apps/v1', 'Pod', {})).toEqual(['kind: is not a kind of apps/v1']);
  });
});

// Files for other tools that are given as values files: one problem says what they are.

import { loadLayer } from '../../lib/values/file/load';
import { withForeignFiles } from '../../lib/values/foreign/foreign-input';
import type { Problem } from '../../lib/values/problem';
import { schemaProblems } from '../../lib/values/schema/check';
import { object, optional, text } from '../../lib/values/schema/schema';

const some = () => optional(text({ description: 'A value.' }));
const schema = object({ color: some(), size: some(), image: optional(object({ tag: some() })) });

function problemsOf(yaml: string): string[] {
  const layer = loadLayer({ source: 'a.yaml', text: yaml });
  const given = layer.apply({});
  const problems = schemaProblems(schema, given).map((problem): Problem => {
    return { ...problem, origin: layer.locate(problem.path) };
  });
  return withForeignFiles(schema, [layer], given, problems).map(({ message }) => message);
}

const OBJECT = 'expected a values file, such as `sandbox-charts values CHART` prints';

test.each([
  [
    '{apiVersion: v1, kind: ConfigMap, metadata: {}}',
    `this is a Kubernetes object (ConfigMap), not a values file: ${OBJECT}`,
  ],
  [
    '{apiVersion: v2, kind: HelmRelease}',
    'this is a Kubernetes object (HelmRelease), not a values file: write what is below spec.values into a file of its own',
  ],
  [
    '{apiVersion: v2, kind: ApplicationSet}',
    'this is a Kubernetes object (ApplicationSet), not a values file: write what is below spec.template.spec.source.helm.valuesObject into a file of its own',
  ],
  [
    '{apiVersion: v1, kind: "my secret"}',
    `this is a Kubernetes object (Kubernetes object), not a values file: ${OBJECT}`,
  ],
  ['{apiVersion: v2, name: a, version: 1.2.3}', 'this is the Chart.yaml of a Helm chart, not a values file'],
  ['{releases: []}', 'this is a releases file, not a values file: give it with -c, without a chart'],
  [
    'sub: {color: red, size: big}',
    'the values are below sub, as for a subchart: write them at the top level, without sub',
  ],
  [
    'sub: {color: red, other: big}',
    'the values are below sub, as for a subchart: write them at the top level, without sub',
  ],
  [
    '{a: 1, b: 2, c: 3}',
    'none of its 3 keys is a value of this chart: is it a file of another chart or tool? `sandbox-charts values CHART` prints the values',
  ],
])('%s', (yaml, message) => {
  expect(problemsOf(yaml)).toEqual([message]);
});

test.each([
  ['{a: 1, b: 2}', 2],
  ['{a: 1, b: 2, c: 3, color: red}', 3],
  ['sub: {color: red, a: 1, b: 2}', 1],
  ['{releases: 7}', 1],
  ['{kind: ConfigMap}', 1],
  ['{apiVersion: 7, kind: A}', 2],
  ['{colour: red}', 1],
])('%s may be a values file with mistakes, which are reported one by one', (yaml, count) => {
  const problems = problemsOf(yaml);
  expect(problems).toHaveLength(count);
  expect(problems.every((message) => message.startsWith('unknown key'))).toBe(true);
});

import { isKnownType, shapeProblems } from '../../lib/k8s/object/known-fields';
import { formatPath } from '../../lib/values/path';

const problemsOf = (definition: string, value: unknown) =>
  shapeProblems(definition, value).map(({ path, message }) => `${formatPath(path)} ${message}`);

const deployment = (pod: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { 'example.com/any': 'x' } },
  spec: { selector: { matchLabels: { a: 'b' } }, template: { spec: pod } },
});

test('a valid object passes, with maps, numbers or strings, and recent fields', () => {
  const container = {
    name: 'web',
    ports: [{ containerPort: 80 }],
    livenessProbe: { httpGet: { port: 'http' } },
    resources: { limits: { cpu: 1, memory: '1Gi', 'example.com/kvm': '1' } },
    securityContext: { appArmorProfile: { type: 'RuntimeDefault' } },
  };
  expect(problemsOf('apps/v1/Deployment', deployment({ containers: [container], nodeSelector: { any: 'x' } }))).toEqual(
    [],
  );
});

test('unknown fields are reported, with a suggestion', () => {
  const pod = { containers: [{ name: 'web', imagePullpolicy: 'Always' }], hostPid: true, volumes: [{ nam: 'x' }] };
  expect(problemsOf('apps/v1/Deployment', deployment(pod))).toEqual([
    'spec.template.spec.volumes[0].name is required',
    'spec.template.spec.hostPid unknown key (did you mean hostPID?)',
    'spec.template.spec.containers[0].imagePullpolicy unknown key (did you mean imagePullPolicy?)',
    'spec.template.spec.volumes[0].nam unknown key (did you mean name?)',
  ]);
});

test('each wrong type is reported once, with its path', () => {
  const pod = {
    containers: [{ name: 'web', args: 'x', ports: [{ containerPort: '80' }], env: { A: 'b' } }],
    nodeSelector: { 'example.com/a': 1 },
    terminationGracePeriodSeconds: 1.5,
  };
  expect(problemsOf('apps/v1/Deployment', deployment(pod))).toEqual([
    'spec.template.spec.containers[0].args must be a list',
    'spec.template.spec.containers[0].env must be a list',
    'spec.template.spec.containers[0].ports[0].containerPort must be an integer',
    'spec.template.spec.nodeSelector["example.com/a"] must be a string (quote it)',
    'spec.template.spec.terminationGracePeriodSeconds must be an integer',
  ]);
});

test('a core API type is found by its name alone, and frozen values are read like any other', () => {
  const affinity = Object.freeze({ nodeAffinity: Object.freeze({ required: Object.freeze([]) }), podAfinity: {} });
  expect(problemsOf('Affinity', affinity)).toEqual([
    'podAfinity unknown key (did you mean podAffinity?)',
    'nodeAffinity.required unknown key',
  ]);
});

test('an object that is used in two places is checked in each', () => {
  const shared = { port: 80 };
  expect(problemsOf('Probe', { httpGet: shared, exec: shared })).toEqual(['exec.port unknown key']);
});

test('a value that is not a map is reported', () => {
  expect(problemsOf('Affinity', 'text')).toEqual([' must be a map']);
  expect(problemsOf('Affinity', [])).toEqual([' must be a map']);
});

test('a type that the API does not have is an error in the program', () => {
  expect(isKnownType('cert-manager.io/v1/Issuer')).toBe(false);
  expect(isKnownType('apps/v1/Deployment')).toBe(true);
  expect(() => shapeProblems('Afinity', {})).toThrow("Kubernetes' API has no type Afinity");
});

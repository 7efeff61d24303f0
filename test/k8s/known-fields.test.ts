import { isKnownType, shapeProblems } from '../../lib/k8s/object/known-fields';
import { formatPath } from '../../lib/values/path';

const told = (definition: string, value: unknown) =>
  shapeProblems(definition, value).map(({ path, message }) => `${formatPath(path)} ${message}`);

const deployment = (pod: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { 'example.com/any': 'x' } },
  spec: { selector: { matchLabels: { a: 'b' } }, template: { spec: pod } },
});

test('a valid object of today passes, with free maps, numbers or text, and recent fields', () => {
  const container = {
    name: 'web',
    ports: [{ containerPort: 80 }],
    livenessProbe: { httpGet: { port: 'http' } },
    resources: { limits: { cpu: 1, memory: '1Gi', 'example.com/kvm': '1' } },
    securityContext: { appArmorProfile: { type: 'RuntimeDefault' } },
  };
  expect(told('apps/v1/Deployment', deployment({ containers: [container], nodeSelector: { any: 'x' } }))).toEqual([]);
});

test('fields that the type does not have are named, with the likely one', () => {
  const pod = { containers: [{ name: 'web', imagePullpolicy: 'Always' }], hostPid: true, volumes: [{ nam: 'x' }] };
  expect(told('apps/v1/Deployment', deployment(pod))).toEqual([
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
  expect(told('apps/v1/Deployment', deployment(pod))).toEqual([
    'spec.template.spec.containers[0].args must be a list',
    'spec.template.spec.containers[0].env must be a list',
    'spec.template.spec.containers[0].ports[0].containerPort must be an integer',
    'spec.template.spec.nodeSelector["example.com/a"] must be a string (quote it)',
    'spec.template.spec.terminationGracePeriodSeconds must be an integer',
  ]);
});

test('a type of the core API goes by its name alone, and a frozen value is read as any other', () => {
  const affinity = Object.freeze({ nodeAffinity: Object.freeze({ required: Object.freeze([]) }), podAfinity: {} });
  expect(told('Affinity', affinity)).toEqual([
    'podAfinity unknown key (did you mean podAffinity?)',
    'nodeAffinity.required unknown key',
  ]);
});

test('one object in two places is judged by each place', () => {
  const shared = { port: 80 };
  expect(told('Probe', { httpGet: shared, exec: shared })).toEqual(['exec.port unknown key']);
});

test('a value that is not a map is reported', () => {
  expect(told('Affinity', 'text')).toEqual([' must be a map']);
  expect(told('Affinity', [])).toEqual([' must be a map']);
});

test('a type that the API does not have is a mistake of the program', () => {
  expect(isKnownType('cert-manager.io/v1/Issuer')).toBe(false);
  expect(isKnownType('apps/v1/Deployment')).toBe(true);
  expect(() => shapeProblems('Afinity', {})).toThrow("Kubernetes' API has no type Afinity");
});

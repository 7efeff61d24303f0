// Patches that do not apply: one message per mistake, with its location and a suggestion.

import { messageOf, patched } from './support';

const refusal = (text: string, chart = 'runner-manager') => messageOf(() => patched(chart, text));
const ops = (operations: string) => `- target: {kind: Deployment, name: runner-manager}\n  patch: ${operations}\n`;

test.each([
  ['{kind: Deployment, name: runner-manger}', 'Deployment runner-manger (did you mean Deployment runner-manager?)'],
  ['{kind: Deploment, name: runner-manager}', 'Deploment runner-manager (did you mean Deployment?)'],
  ['{kind: DaemonSet, name: runner-manager}', 'did you mean'],
  ['{kind: Deployment, namespace: other}', 'Deployment other/.* (expected Deployment ns/runner-manager,'],
  ['{labelSelector: app=runner-manger}', 'object with app=runner-manger (expected '],
  ['{group: apps, kind: Service}', 'Service with group apps (expected Service ns/runner-manager)'],
])('a target that matches nothing: %s', (target, message) => {
  const refused = refusal(`- target: ${target}\n  patch: {metadata: {annotations: {a: b}}}\n`);
  expect(refused).toMatch(/^patches\.yaml:1:3 patches\[0\]\.target: matches no object: /);
  if (target.includes('DaemonSet')) expect(refused).not.toContain('runner-manager?');
  else expect(refused).toContain(message);
});

test.each([
  ['[{op: replace, path: /spec/replica, value: 2}]', '/spec/replica does not exist (did you mean /spec/replicas?)'],
  ['[{op: remove, path: /spec/template/spec/containers/3}]', '/spec/template/spec/containers has 1 item'],
  ['[{op: add, path: /spec/template/spec/tolerations/-, value: {}}]', 'add it first, or use a merge patch'],
  [
    '[{op: add, path: /spec/template/spec/containers/x, value: {}}]',
    'is a list with 1 item (expected an index, or - for the end)',
  ],
  ['[{op: test, path: /spec/replicas, value: 2}]', 'the test failed: /spec/replicas has another value'],
  ['[{op: replace, path: /metadata/labels/constructor, value: x}]', '/metadata/labels/constructor does not exist'],
  ['[{op: copy, from: /spec/nothing, path: /spec/x}]', 'patch[0].from: Deployment ns/runner-manager: /spec/nothing'],
  ['[{op: move, from: /spec, path: /spec/template/x}]', 'cannot move /spec into itself'],
  ['[{op: replace, path: /metadata/name, value: x}]', 'a patch cannot change metadata.name'],
  ['[{op: remove, path: /kind}]', 'a patch cannot change kind'],
  [
    '[{op: replcae, path: /spec/replicas, value: 2}]',
    'patch[0].op: must be an operation (expected add, replace, test, remove, move, copy; did you mean replace?)',
  ],
  ['[{op: add, path: /spec/replicas}]', 'patch[0].value: is required by add'],
  ['[{op: add, path: spec.replicas, value: 1}]', 'patch[0].path: must be a JSON pointer such as /spec/replicas'],
  ['[{op: add, path: /a, valu: 1}]', 'patch[0].valu: unknown key (did you mean value?)'],
  ['[{op: add, path: /a~2b, value: 1}]', 'must escape ~ as ~0 and / as ~1'],
  ['[{op: add, path: /__proto__/x, value: 1}]', 'must not contain __proto__'],
  ['[]', 'patch: must not be empty'],
  ['{op: remove, path: /spec/replicas}', 'must be a list of operations'],
  ['{}', 'patch: must not be empty'],
  ['7', 'patch: must be a list of operations, a map, or text of either'],
  ['"a: [b"', 'patch: invalid YAML'],
  ['{spec: {replica: 2}}', 'Deployment ns/runner-manager spec.replica: unknown key (did you mean replicas?)'],
  ['{spec: {replicas: two}}', 'spec.replicas: must be an integer'],
  [
    '{spec: {template: {spec: {containers: [{name: runner-mgr, $patch: delete}]}}}}',
    'no item has name runner-mgr (did you mean runner-manager?)',
  ],
  ['{spec: {template: {spec: {containers: [{image: x}]}}}}', 'must have the key name, by which items are merged'],
  ['{spec: {$setElementOrder/x: []}}', 'unknown directive $setElementOrder/x'],
  ['{spec: {$patch: remove}}', '$patch must be delete, merge or replace'],
  ['{kind: StatefulSet, spec: {replicas: 2}}', 'the patch is for StatefulSet'],
  ['{spec: {replicas: 0123}}', 'ambiguous number'],
])('a patch that does not apply: %s', (patch, message) => {
  const refused = refusal(ops(patch));
  expect(refused).toContain(message);
  expect(refused).toMatch(/^patches\.yaml:2:\d+ patches\[0\]\.patch/);
});

test.each([
  ['- patch: {spec: {replicas: 2}}', 'patches[0].target: is required, unless the patch has kind and metadata.name'],
  ['- patch: [{op: remove, path: /spec}]', 'patches[0].target: is required (expected kind and name'],
  ['- target: {}\n  patch: {a: b}', 'must not be empty (expected group, version, kind'],
  ['- target: {knd: Service}\n  patch: {a: b}', 'patches[0].target.knd: unknown key (did you mean kind?)'],
  ['- target: {kind: Service, name: "lab-*"}\n  patch: {a: b}', 'target.name: must be a name, .* for any characters'],
  ['- target: {labelSelector: "a in b"}\n  patch: {a: b}', 'target.labelSelector: must be a selector such as'],
  ['- target: {kind: Service}', 'patches[0].patch: is required'],
  ['- target: {kind: Service}\n  path: a.yaml\n  patch: {a: b}', 'patches[0].path: unknown key'],
  ['patchs: []', 'patchs: unknown key (did you mean patches?)'],
  ['extraObjects: [7]', 'extraObjects[0]: must be a Kubernetes object, or YAML text with objects'],
  ['extraObjects: [{kind: ConfigMap}]', 'extraObjects[0].apiVersion: is required (such as apps/v1)'],
  ['extraObjects: [{apiVersion: v1, kind: ConfigMap}]', 'extraObjects[0].metadata.name: is required'],
  [
    'extraObjects: [{apiVersion: v1, kind: Node, metadata: {name: a, namespace: b}}]',
    'must be absent: Node is cluster-scoped',
  ],
  [
    'extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, dta: {}}]',
    'ConfigMap ns/a dta: unknown key (did you mean data?)',
  ],
  ['extraObjects: [{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}]', 'Deployment ns/a spec: is required'],
])('an invalid file: %s', (text, message) => {
  expect(refusal(text)).toContain(message);
});

test('every invalid patch is reported, not only the first', () => {
  const wrong = refusal('- {target: {kind: A}, patch: {a: b}}\n- {target: {kind: B}, patch: {a: b}}\n');
  expect(wrong.split('\n')).toHaveLength(2);
});

test('the checks of a release report the patch', () => {
  const refused = refusal(`
- target: {kind: Service}
  patch: {spec: {selector: {app: nothing}}}
`);
  expect(refused).toMatch(/Service ns\/runner-manager spec\.selector.*\(patches\[0\], patches\.yaml:2:3\)$/m);
});

test('a Secret that a patch removed is missing, and not provided by the user', () => {
  const secret = {
    existingSecret: '',
    apiToken: 'correct-horse-battery',
    daytona: { systemApiToken: 'battery-horse-correct' },
  };
  const refused = messageOf(() =>
    patched('runner-manager', '[{target: {kind: Secret}, patch: {$patch: delete}}]', { values: secret }),
  );
  expect(refused).toContain('is not in the release');
});

test('a credential that a patch repeats outside its Secret is refused, and not printed', () => {
  const token = 'correct-horse-battery';
  const values = { existingSecret: '', apiToken: token, daytona: { systemApiToken: 'battery-horse-correct' } };
  const refused = messageOf(() =>
    patched('runner-manager', ops(`{metadata: {annotations: {note: ${token}}}}`), { values }),
  );
  expect(refused).toContain('a credential belongs in a Secret only');
  expect(refused).not.toContain(token);
});

test('a patch without an effect causes a warning', () => {
  const { warnings } = patched('runner-manager', ops('{spec: {replicas: 1, paused: null}}'));
  expect(warnings).toContain('patches[0], patches.yaml:1:3 changes nothing in Deployment ns/runner-manager');
});

test('a similar name causes a warning', () => {
  const { warnings } = patched(
    'runner-manager',
    ops('{spec: {template: {spec: {serviceAccountName: runner-managr}}}}'),
  );
  expect(warnings.join('\n')).toContain(
    'ServiceAccount runner-managr is not in the release (did you mean runner-manager?',
  );
});

const KINDS = {
  v1: [
    'ConfigMap',
    'Secret',
    'Service',
    'ServiceAccount',
    'Pod',
    'PersistentVolumeClaim',
    'PersistentVolume',
    'Namespace',
    'LimitRange',
    'ResourceQuota',
    'Endpoints',
  ],
  'apps/v1': ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'],
  'batch/v1': ['Job', 'CronJob'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'policy/v1': ['PodDisruptionBudget'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'rbac.authorization.k8s.io/v1': ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
  'storage.k8s.io/v1': ['StorageClass', 'CSIDriver'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
  'node.k8s.io/v1': ['RuntimeClass'],
  'admissionregistration.k8s.io/v1': ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  'apiextensions.k8s.io/v1': ['CustomResourceDefinition'],
  'cert-manager.io/v1': ['Certificate', 'Issuer', 'ClusterIssuer'],
  'external-secrets.io/v1': ['ExternalSecret', 'SecretStore'],
  'karpenter.sh/v1': ['NodePool'],
};

test.each(Object.entries(KINDS).flatMap(([version, kinds]) => kinds.map((kind) => [version, kind])))(
  'an empty %s %s is rendered, or refused with its place',
  (apiVersion, kind) => {
    for (const spec of ['', ', spec: {}']) {
      const text = `extraObjects: [{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a}${spec}}]`;
      let refused = '';
      try {
        patched('runner-manager', text);
      } catch (error) {
        refused = `${(error as Error).name} ${(error as Error).message}`;
      }
      expect(refused).toMatch(
        /^$|^InputError patches\.yaml:1:\d+ extraObjects\[0\]|^CheckError \w+ (ns\/)?a .*extraObjects\[0\]/,
      );
    }
  },
);

test('a custom resource that does not fit the schema of its kind, with every change of it', () => {
  const file = (fields: string, patches = '') => `
extraObjects:
  - apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata: {name: web}
    spec: {secretName: web, dnsNames: [a.example.com], ${fields}}
patches:
  - target: {kind: Certificate}
    patch: {spec: {duration: 24h${patches}}}
`;
  const text = (...given: Parameters<typeof file>) => messageOf(() => patched('runner-manager', file(...given)));
  const ISSUER = 'issuerRef: {name: ca}';
  expect(() => patched('runner-manager', file(ISSUER))).not.toThrow();
  expect(text('issuerReff: {name: ca}')).toBe(
    [
      'Certificate ns/web spec.issuerRef: is required (extraObjects[0], patches.yaml:3:5; patches[0], patches.yaml:8:5)',
      'Certificate ns/web spec.issuerReff: unknown key in cert-manager v1.21.2 (did you mean issuerRef?) (extraObjects[0], patches.yaml:3:5; patches[0], patches.yaml:8:5)',
    ].join('\n'),
  );
  expect(text(ISSUER, ', isCA: "true"')).toContain(
    'spec.isCA: must be true or false (extraObjects[0], patches.yaml:3:5',
  );
});

test('the definition of a kind in the release replaces the known one', () => {
  const definition = `
extraObjects:
  - apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: certificates.cert-manager.io}
    spec:
      group: cert-manager.io
      scope: Namespaced
      names: {kind: Certificate, plural: certificates}
      versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, additionalProperties: {type: integer}}}}}
  - {apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: web}, spec: {newField: 1}}
`;
  expect(() => patched('runner-manager', definition)).not.toThrow();
});

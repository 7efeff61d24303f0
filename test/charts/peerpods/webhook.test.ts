// The webhook: which pods it is called for, who trusts it, and its permissions.

import type { IMutatingWebhookConfiguration } from 'kubernetes-models/admissionregistration.k8s.io/v1/MutatingWebhookConfiguration';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { IService } from 'kubernetes-models/v1/Service';
import { system } from '../../../charts/peerpods';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { type Identity, inventory, only, render, rendered } from '../../support/render';
import { violations } from '../../support/restricted';
import { AUTHORITY } from './authority';
import { alone, layered, valuesFor } from './values';

const NAME = 'peer-pods-webhook-controller-manager';
const base = layered(valuesFor('aws'), alone, { webhook: { enabled: true } });
const webhook = (values: object = {}, identity?: Identity) =>
  render(system, layered(base, { webhook: values }), identity);
const problems = (values: object) => problemsOf(system, layered(base, { webhook: values }));
const warnings = (values: object) =>
  warningsOf(system, layered(base, { webhook: values })).filter((line) => line.startsWith('webhook'));

const own = (caBundle: string) => ({ certManager: { enabled: false }, certificate: { caBundle } });
const hookOf = (release: ReturnType<typeof webhook>) => {
  const [hook] = only<IMutatingWebhookConfiguration>(release, 'MutatingWebhookConfiguration').webhooks ?? [];
  if (!hook) throw new Error('no webhook');
  return hook;
};

describe('the API server', () => {
  test('calls it only for pods with the runtime class, so that an outage does not block other pods', () => {
    const { matchConditions, failurePolicy } = hookOf(webhook({ webhook: { targetRuntimeClass: 'peer' } }));
    // A pod without the field must not cause an error, which would reject it.
    const expression = 'has(object.spec.runtimeClassName) && object.spec.runtimeClassName == "peer"';
    expect(matchConditions).toEqual([{ name: 'peer-pods', expression }]);
    expect(failurePolicy).toBe('Fail');
  });

  test('never calls it for pods of the webhook itself or of the control plane', () => {
    const [{ key, operator, values } = { key: '', operator: '' }] =
      hookOf(webhook({ namespaceOverride: 'hooks' })).namespaceSelector?.matchExpressions ?? [];
    expect([key, operator, values]).toEqual(['kubernetes.io/metadata.name', 'NotIn', ['hooks', 'kube-system']]);
  });

  test('trusts the certificate that cert-manager issues for the Service', () => {
    const release = webhook({ namePrefix: 'pp-', namespaceOverride: 'hooks', certificate: { secretName: 'tls' } });
    const { metadata } = only(release, 'MutatingWebhookConfiguration');
    expect(metadata.annotations).toEqual({ 'cert-manager.io/inject-ca-from': 'hooks/pp-serving-cert' });
    expect(only(release, 'Certificate')).toMatchObject({
      metadata: { name: 'pp-serving-cert', namespace: 'hooks' },
      spec: {
        secretName: 'tls',
        dnsNames: ['pp-webhook-service.hooks.svc', 'pp-webhook-service.hooks.svc.cluster.local'],
        issuerRef: { kind: 'Issuer', name: 'pp-selfsigned-issuer', group: 'cert-manager.io' },
      },
    });
    expect(only(release, 'Issuer')).toMatchObject({ metadata: { namespace: 'hooks' }, spec: { selfSigned: {} } });
  });

  test.each([
    ['PEM', AUTHORITY],
    ['PEM in base64', Buffer.from(AUTHORITY).toString('base64')],
    [
      'PEM in base64 over several lines',
      Buffer.from(AUTHORITY)
        .toString('base64')
        .replace(/(.{76})/g, '$1\n'),
    ],
    ['PEM after the output of openssl', `subject=CN = ca\n${AUTHORITY}`],
  ])('trusts a custom certificate whose CA is %s', (_name, caBundle) => {
    const release = webhook(own(caBundle));
    expect(hookOf(release).clientConfig.caBundle).toBe(Buffer.from(AUTHORITY).toString('base64'));
    expect(inventory(release).join('\n')).not.toMatch(/Certificate|Issuer/);
    expect(only(release, 'MutatingWebhookConfiguration').metadata.annotations).toBeUndefined();
  });

  test('trusts every CA in a bundle', () => {
    const { caBundle = '' } = hookOf(webhook(own(AUTHORITY + AUTHORITY))).clientConfig;
    expect(Buffer.from(caBundle, 'base64').toString()).toBe(AUTHORITY + AUTHORITY);
  });

  test('reaches the port that the pods serve', () => {
    const release = webhook();
    const { service } = hookOf(release).clientConfig;
    expect(service).toEqual({
      name: 'peer-pods-webhook-webhook-service',
      namespace: 'peer-pods-webhook-system',
      path: '/mutate-v1-pod',
    });
    const ports = only<IService>(release, 'Service').spec?.ports?.map(({ port, targetPort }) => [port, targetPort]);
    expect(ports).toEqual([
      [8443, 'https'],
      [443, 9443],
    ]);
  });
});

test("a custom Secret is in the webhook's namespace, and listed as required", () => {
  const { externals } = webhook({ ...own(AUTHORITY), certificate: { caBundle: AUTHORITY, secretName: 'mine' } });
  expect(externals).toContainEqual({
    kind: 'Secret',
    name: 'mine',
    namespace: 'peer-pods-webhook-system',
    keys: ['tls.crt', 'tls.key'],
    generated: false,
  });
});

describe('the namespace', () => {
  test('is separate, with the strictest Pod Security level that admits its pods', () => {
    const release = webhook();
    const { labels } = only<INamespace>(release, 'Namespace').metadata ?? {};
    expect(labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(violations(release)).toEqual(violations(render(system, layered(base, { webhook: { enabled: false } }))));
  });

  test.each([
    ['it already exists', { createNamespace: false }],
    ["it is the release's namespace", { namespaceOverride: '' }],
    ["it has the name of the release's namespace", { namespaceOverride: 'confidential-containers-system' }],
  ])('is not created when %s', (_name, change) => {
    expect(inventory(webhook(change)).join('\n')).not.toMatch(/^Namespace/m);
  });

  test.each([
    ['of its own', {}, { 'control-plane': 'controller-manager' }],
    [
      'of the release',
      { namespaceOverride: '' },
      { 'control-plane': 'controller-manager', 'app.kubernetes.io/component': 'webhook' },
    ],
  ])('%s: an installed Deployment keeps its selector if possible', (_name, change, selector) => {
    const release = webhook(change);
    expect(only<IDeployment>(release, 'Deployment').spec?.selector.matchLabels).toEqual(selector);
    expect(only<IService>(release, 'Service').spec?.selector).toEqual(selector);
  });

  test("shared with the controller: neither Service selects the other's pods", () => {
    const change = { webhook: { namespaceOverride: '' }, resourceCtrl: { enabled: true } };
    const release = render(system, layered(base, change));
    const services = release.objects.filter(({ kind }) => kind === 'Service') as unknown as IService[];
    const hits = services.map(({ spec }) =>
      release.objects
        .filter(({ kind }) => kind === 'Deployment')
        .filter(({ metadata }) => {
          const { labels } = templateOf(release, 'Deployment', metadata.name).metadata ?? {};
          return Object.entries(spec?.selector ?? {}).every(([key, value]) => labels?.[key] === value);
        })
        .map(({ metadata }) => metadata.name),
    );
    expect(hits).toEqual([['peerpodctrl-controller-manager'], [NAME]]);
  });
});

describe('the pods', () => {
  test('get the resource name and the TLS settings', () => {
    const change = {
      tlsMinVersion: 'VersionTLS12',
      tlsCipherSuites: 'TLS_A,TLS_B',
      webhook: { targetRuntimeClass: 'p' },
    };
    expect(variablesOf(containerOf(templateOf(webhook(change), 'Deployment'), 'manager'))).toEqual({
      TARGET_RUNTIMECLASS: 'p',
      POD_VM_EXTENDED_RESOURCE: 'kata.peerpods.io/vm',
      TLS_MIN_VERSION: 'VersionTLS12',
      TLS_CIPHER_SUITES: 'TLS_A,TLS_B',
    });
  });

  test.each([
    [
      'an empty tag',
      { tag: '' },
      'quay.io/confidential-containers/peer-pods-webhook:61b1aba91df646a663e60ab6b55c6a7dc93cd167',
    ],
    ['a number', { tag: 12345678 }, 'quay.io/confidential-containers/peer-pods-webhook:12345678'],
    [
      'a digest',
      { tag: '', digest: `sha256:${'a'.repeat(64)}` },
      `quay.io/confidential-containers/peer-pods-webhook@sha256:${'a'.repeat(64)}`,
    ],
    ['a mirror with a port', { repository: 'mirror:5000/hook', tag: 'v1' }, 'mirror:5000/hook:v1'],
  ])('run the image of %s', (_name, image, expected) => {
    expect(containerOf(templateOf(webhook({ image }), 'Deployment'), 'manager').image).toBe(expected);
  });

  test('hold a Lease and emit events, and access neither pods nor settings', () => {
    const release = webhook();
    expect(inventory(release).join('\n')).not.toContain('manager-role');
    expect(only<{ rules: unknown }>(release, 'Role', 'peer-pods-webhook-leader-election-role').rules).toEqual([
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    ]);
    const { rules } = only<IClusterRole>(release, 'ClusterRole', 'peer-pods-webhook-metrics-auth-role');
    expect(rules?.flatMap(({ resources }) => resources)).toEqual(['tokenreviews', 'subjectaccessreviews']);
  });

  test('user labels cannot change the labels that the selector uses', () => {
    const { metadata } = templateOf(webhook({ podLabels: { 'control-plane': 'x', a: 'b' } }), 'Deployment');
    expect(metadata?.labels).toMatchObject({ 'control-plane': 'controller-manager', a: 'b' });
  });
});

test('a second release has no object in common with the first', () => {
  const first = render(system, valuesFor('aws'));
  const own = {
    webhook: { namespaceOverride: '', webhook: { targetRuntimeClass: 'other' } },
    resourceCtrl: { createCRD: false },
  };
  const second = render(system, layered(valuesFor('gcp'), own), { name: 'other', namespace: 'other' });
  expect(inventory(second).filter((line) => inventory(first).includes(line))).toEqual([]);
});

test('a release with another name takes over a Helm release if configured', () => {
  const names = inventory(webhook({ enabled: true }, { name: 'caa' })).filter((line) => /^Mutating/.test(line));
  expect(names).toEqual(['MutatingWebhookConfiguration caa-peerpods-peer-pods-webhook-mutating-webhook-configuration']);
  const values = layered(base, { fullnameOverride: 'peerpods' });
  expect(inventory(render(system, values, { name: 'caa' }))).toContain(
    'MutatingWebhookConfiguration peer-pods-webhook-mutating-webhook-configuration',
  );
});

const bundle = 'webhook.certificate.caBundle';
const key = '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----\n';

test.each<[string, object, string[]]>([
  [
    'a certificate without a source',
    { certManager: { enabled: false } },
    [`${bundle}: is required if webhook.certManager.enabled is false: the API server would not trust the webhook`],
  ],
  ['a CA that is not PEM', own('my authority'), [`${bundle}: is neither PEM nor base64-encoded PEM`]],
  ['base64 of something else', own('aGVsbG8='), [`${bundle}: is neither PEM nor base64-encoded PEM`]],
  ['a truncated CA', own(AUTHORITY.replace(/^MIIB.*$/m, '')), [`${bundle}: block 1 is not a certificate`]],
  [
    'a truncated second CA',
    own(`${AUTHORITY}-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n`),
    [`${bundle}: block 2 is not a certificate`],
  ],
  [
    'a request for a certificate',
    own(AUTHORITY.replaceAll(' CERTIFICATE-', ' CERTIFICATE REQUEST-')),
    [`${bundle}: block 1 is not a certificate`],
  ],
  [
    'a private key and a CA',
    own(AUTHORITY + key),
    [`${bundle}: contains a private key, which anyone could read there`],
  ],
  [
    'a CA and cert-manager',
    { certificate: { caBundle: AUTHORITY } },
    [`${bundle}: conflicts with webhook.certManager.enabled: cert-manager provides its own`],
  ],
  [
    'a namespace of the cluster itself',
    { namespaceOverride: 'kube-system' },
    [
      'webhook.namespaceOverride: kube-system exists in every cluster and must not get the Pod Security level of the webhook: set webhook.createNamespace to false',
    ],
  ],
  [
    'cipher suites with TLS 1.3',
    { tlsMinVersion: 'VersionTLS13', tlsCipherSuites: 'TLS_AES_128_GCM_SHA256' },
    ['webhook.tlsCipherSuites: must be empty with VersionTLS13, whose cipher suites are fixed'],
  ],
  [
    'cipher suites by other names',
    { tlsCipherSuites: 'ECDHE-RSA-AES128-GCM-SHA256' },
    [
      'webhook.tlsCipherSuites: invalid value "ECDHE-RSA-AES128-GCM-SHA256" (expected comma-separated names such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, without spaces)',
    ],
  ],
  [
    'keywords that Kubernetes does not know',
    { webhook: { failurePolicy: 'Fial', targetRuntimeClass: 'Kata_Remote' }, replicas: -1 },
    [
      'webhook.replicas: invalid value -1 (expected an integer of at least 0)',
      'webhook.webhook.targetRuntimeClass: invalid value "Kata_Remote" (expected the name of a RuntimeClass)',
      'webhook.webhook.failurePolicy: invalid value "Fial" (expected one of Fail, Ignore)',
    ],
  ],
  [
    'a tag in the image name',
    { image: { repository: 'quay.io/hook:v1' } },
    ['webhook.image.repository: invalid value "quay.io/hook:v1" (expected an image name in lowercase without a tag)'],
  ],
  [
    'the default service account',
    { serviceAccount: { create: false } },
    [
      'webhook.serviceAccount.name: is required if webhook.serviceAccount.create is false: otherwise all pods of the namespace that run as "default" would get the permissions too',
    ],
  ],
  [
    'more than there may be',
    { resources: { requests: { cpu: '1' } } },
    ['webhook.resources.requests.cpu: request 1 exceeds the limit 500m'],
  ],
])('%s is refused', (_name, change, expected) => {
  expect(problems(change)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  [
    'a resource that no node has',
    { webhook: { podVMExtendedResource: 'example.com/vm' } },
    [
      'webhook.webhook.podVMExtendedResource: the adaptor advertises kata.peerpods.io/vm: peer pods cannot be scheduled unless something else advertises this resource',
    ],
  ],
  ['no pods', { replicas: 0 }, ['webhook.replicas: the webhook has no pods: all new peer pods are rejected']],
  ['no pods where pods pass unchanged', { replicas: 0, webhook: { failurePolicy: 'Ignore' } }, []],
])('%s: a warning', (_name, change, expected) => {
  expect(warnings(change)).toEqual(expected);
});

test('without the webhook, its values are ignored', () => {
  const change = { webhook: { enabled: false, certManager: { enabled: false }, serviceAccount: { create: false } } };
  expect(inventory(rendered(system, [base, change])).join('\n')).not.toContain('webhook');
});

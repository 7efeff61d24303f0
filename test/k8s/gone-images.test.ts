// Images that can no longer be pulled are detected wherever users set them.

import { registry } from '../../charts/registry';
import { whyGone } from '../../lib/k8s/gone-images';
import { CheckError } from '../../lib/render/checks';
import type { System } from '../../lib/render/system';
import { loadLayer } from '../../lib/values/file/load';
import type { InputError } from '../../lib/values/problem';
import { programLayer, resolve } from '../../lib/values/resolve';
import { problemsOf } from '../support/problems';
import { render } from '../support/render';

const minio = 'take quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z';

test.each([
  ['minio/minio:RELEASE.2024-12-18T13-15-44Z', minio],
  ['docker.io/minio/minio', minio],
  ['index.docker.io/minio/mc:latest', 'take quay.io/minio/mc:RELEASE.2025-08-13T08-35-41Z'],
  ['quay.io/minio/minio:RELEASE.2026-01-01T00-00-00Z', 'was never published'],
  ['docker.io/bitnami/redis:8.2.1', 'take bitnamilegacy/redis:8.2.1'],
  ['bitnami/kubectl:1.30', 'take bitnamilegacy/kubectl:1.30'],
  ['gcr.io/kubebuilder/kube-rbac-proxy:v0.13.0', 'take registry.k8s.io/kubebuilder/kube-rbac-proxy:v0.13.0'],
])('%s no longer exists', (reference, expected) => {
  expect(whyGone(reference)).toContain(expected);
});

test.each([
  'quay.io/minio/minio:RELEASE.2024-12-18T13-15-44Z',
  'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z',
  'registry.example.com/minio/minio:RELEASE.2024-12-18T13-15-44Z',
  'mirror.example.com/bitnami/redis:8',
  'bitnamilegacy/redis:8.2.1',
  'registry.k8s.io/kubebuilder/kube-rbac-proxy:v0.14.0',
  'minio/operator:v6',
])('%s exists', (reference) => {
  expect(whyGone(reference)).toBeUndefined();
});

const systemOf = (name: string): System => {
  const entry = registry.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(name);
  return entry.load();
};
const problems = (chart: string, values: object) =>
  problemsOf(systemOf(chart), values).filter((line) => /:\d*\S* was/.test(line));
const manager = { apiToken: 'iS0zW1nQmYv7yT3sGkq9eA' };

test.each<[string, string, object, string]>([
  [
    'parts',
    'runner-manager',
    { ...manager, placeholders: { image: { registry: '', repository: 'bitnami/pause', tag: '3' } } },
    'placeholders.image.repository',
  ],
  [
    'a text',
    'peerpods',
    { resourceCtrl: { authProxy: { image: 'gcr.io/kubebuilder/kube-rbac-proxy:v0.13.0' } } },
    'resourceCtrl.authProxy.image',
  ],
  [
    'a name and a tag',
    'dozlab-session',
    { initContainers: { network: { image: 'bitnami/os-shell', tag: '12' } } },
    'initContainers.network.image',
  ],
  [
    'a repository of peer pods',
    'peerpods',
    { webhook: { image: { repository: 'bitnami/webhook', tag: '1' } } },
    'webhook.image.repository',
  ],
])('refused in the values as %s, with its location', (_how, chart, values, path) => {
  expect(problems(chart, values)).toEqual([
    expect.stringMatching(new RegExp(`^${path.replaceAll('.', '\\.')}: \\S+ was `)),
  ]);
});

test('a mirror may still have the image', () => {
  const global = { imageRegistry: 'registry.example.com' };
  const image = { repository: 'bitnami/pause', tag: '3' };
  expect(problems('runner-manager', { ...manager, global, placeholders: { image } })).toEqual([]);
});

test('an image that is not in the values is refused in the object', () => {
  const { schema, rules, ...rest } = systemOf('runner-manager');
  const changed: System = { ...rest, schema, rules: [] };
  const image = { registry: 'docker.io', repository: 'minio/minio', tag: 'RELEASE.2024-12-18T13-15-44Z' };
  expect(() => render(changed, { ...manager, image })).toThrow(CheckError);
  expect(() => render(changed, { ...manager, image })).toThrow(
    /containers\[0\]\.image: docker\.io\/minio\/minio:\S+ was deleted/,
  );
});

test('a values file is searched again if only the mirror differs', () => {
  const file = loadLayer({ source: 'f', text: 'codeServer: {image: bitnami/kubectl, tag: "1.30"}' });
  const { schema, rules } = systemOf('dozlab-session');
  const messagesFor = (imageRegistry: string): string[] => {
    const own = programLayer({
      global: { imageRegistry },
      session: { id: 'a', userId: 'b' },
      rootfs: { imageUrl: 'https://x.y/z' },
    });
    try {
      resolve(schema, rules, [file, own]);
      return [];
    } catch (error) {
      return (error as InputError).problems.map(({ message }) => message);
    }
  };
  const gone = expect.stringContaining('bitnami/kubectl:1.30 was removed from Docker Hub');
  expect(messagesFor('')).toContainEqual(gone);
  expect(messagesFor('mirror.example.com')).not.toContainEqual(gone);
  expect(messagesFor('')).toContainEqual(gone);
});

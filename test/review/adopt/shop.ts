// A small chart that takes over Helm releases: a web server with a token, an image and resources, and a worker.

import { commonValues } from '../../../lib/k8s/common';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { System } from '../../../lib/render/system';
import { integer, map, object, objectName, optional, text, toggle } from '../../../lib/values/schema/schema';

const amounts = (cpu: string) =>
  map(text({ description: 'Quantity.' }), { description: 'Quantities.', default: { cpu } });

const server = (tag: string) =>
  object({
    replicas: integer({ description: 'Number of pods.', default: 1, minimum: 0 }),
    image: object({
      registry: text({ description: 'Registry.', default: '' }),
      repository: text({ description: 'Name.', default: 'shop/server' }),
      tag: text({ description: 'Tag.', default: tag }),
      digest: text({ description: 'Digest.', default: '' }),
    }),
    resources: object({ limits: amounts('2'), requests: amounts('1') }),
  });

const schema = object({
  ...commonValues(),
  web: server('1.0'),
  worker: server('1.1'),
  auth: object({
    existingSecret: objectName({ description: 'Secret with the token.', default: '' }),
    token: text({ description: 'Token.', default: '', secret: true }),
  }),
  color: optional(text({ description: 'Color.', pattern: '^[a-z]+$', expected: 'a word' })),
  lamp: toggle({ description: 'Has a lamp.', default: false }),
  notes: map(text({ description: 'Note.' }), { description: 'Notes.', default: {} }),
});

export const shop: System<typeof schema> = {
  name: 'shop',
  version: '1',
  description: 'Sells',
  defaultNamespace: 'shop',
  longestSuffix: '-worker'.length,
  schema,
  rules: [
    ({ web }, { error }) => {
      if (/bitnami/.test(web.image.repository)) error((v) => v.web.image.repository, 'has other paths');
    },
    ({ auth }, { error }) => {
      if (auth.existingSecret === '' && auth.token === '') error((v) => v.auth.token, 'is required');
    },
  ],
  adoption: () => ({
    anchor: { kind: 'Deployment', suffix: '-web' },
    changedDefaults: { color: 'gray' },
    read: ({ objects }) => (objects.some(({ kind }) => kind === 'Lamp') ? { lamp: true } : {}),
    decisions: ({ fullname }) => [`Decide on ${fullname}`],
    preparations: ({ name, namespace }) => [`Prepare ${namespace}/${name}`],
  }),
  build(scope, release, values) {
    const { auth, lamp, color = 'none' } = values;
    const { existingSecret, token } = auth;
    const secret = existingSecret === '' ? `${release.fullname}-keys` : existingSecret;
    if (existingSecret !== '') release.external('Secret', existingSecret, ['token']);
    else add(secretOf(secret, token));
    for (const name of ['web', 'worker'] as const) {
      const { image, replicas, resources } = values[name];
      const { registry, repository, tag, digest } = image;
      const full = [registry, repository].filter(Boolean).join('/');
      const reference = digest === '' ? `${full}:${tag}` : `${full}:${tag}@${digest}`;
      const env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: secret, key: 'token' } } }];
      add(deployment(`${release.fullname}-${name}`, replicas, { name, image: reference, resources, env }));
    }
    add({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(release.fullname),
      data: { color, lamp: `${lamp}` },
    });

    function add(manifest: Manifest): void {
      new ApiObject(scope, `${manifest.kind}-${manifest.metadata.name}`, manifest as never);
    }
  },
};

const metadata = (name: string) => ({ name, namespace: 'prod' });

export const secretOf = (name: string, token: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: metadata(name),
  type: 'Opaque',
  data: { token: Buffer.from(token).toString('base64') },
});

export const deployment = (name: string, replicas: number, container: object): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata(name),
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
  },
});

// Whatever the name and the location of a Secret, no unkeyed hash of it is written outside its file or printed.

import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { Lifecycle } from '../../lib/k8s/stage';
import { hashesOf } from '../../lib/output/index/object-hashes';
import { filesOf } from '../../lib/output/release-files';
import { runPipeline } from '../../lib/pipeline/pipeline';
import type { Layout, Rendered } from '../../lib/render/render';
import { TARGETS, type Target } from '../../lib/render/targets';
import { SECRET_MODES, type SecretMode } from '../../lib/secrets/modes';
import { unkeyedHashes } from '../support/unkeyed-hashes';

const CREDENTIALS = { password: 'correct horse battery staple', token: 'four bells and all is well' };
const KEY = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
const namespace = 'sea';

function release(name: string): Rendered {
  const data = Object.fromEntries(
    Object.entries(CREDENTIALS).map(([field, value]) => [field, Buffer.from(value).toString('base64')]),
  );
  const spec = { containers: [{ name: 'buoy', image: 'buoy:1', envFrom: [{ secretRef: { name } }] }] };
  const template = { metadata: { labels: { app: 'buoy' } }, spec };
  const pods = (['Deployment', 'StatefulSet', 'DaemonSet', 'Job'] as const).map(
    (kind): Manifest => ({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: kind === 'Job' ? 'ring-0123456789' : 'buoy', namespace },
      spec: { template },
    }),
  );
  const lifecycle = new Lifecycle();
  lifecycle.place('Job', namespace, 'ring-0123456789', 'before-1');
  const secret: Manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', data };
  const pod: Manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', namespace }, spec };
  return {
    name: 'north',
    namespace,
    objects: [secret, pod, ...pods],
    externals: [],
    warnings: [],
    notes: [],
    lifecycle,
  };
}

interface Setting {
  readonly mode: SecretMode;
  readonly layout: Layout;
  readonly target: Target;
  readonly fingerprintKey: string;
}

const SETTINGS = SECRET_MODES.flatMap((mode) =>
  (['release', 'objects'] as const).flatMap((layout) =>
    TARGETS.flatMap((target) => ['', KEY].map((fingerprintKey): Setting => ({ mode, layout, target, fingerprintKey }))),
  ),
);

/** Text that people without access to the Secret can see. */
function seen(name: string, { mode, layout, target, fingerprintKey }: Setting): string[] {
  const full = { ...release(name), ...(fingerprintKey ? { fingerprintKey } : {}) };
  const remote = {
    store: { kind: 'SecretStore', name: 'vault' } as const,
    remote: { entries: 'secret' } as const,
    refreshInterval: '1h',
    each: {},
  };
  const secrets = { mode, each: new Map(), earlier: [], key, remote };
  const rendered = runPipeline(full, { secrets, target, layout });
  const files = filesOf(rendered, layout);
  const index = files.map(({ path, text }) => `${path} ${hashesOf(text)}`);
  const printed = [...rendered.warnings, ...(rendered.unstamped ?? []).map(({ text }) => text)];
  return [...files.filter(({ secret }) => !secret).map(({ text }) => text), ...index, ...printed];
}

test.each(SETTINGS)('$mode, $layout, $target, key "$fingerprintKey"', (setting) => {
  for (let length = 1; length <= 253; length++) {
    const name = `${'a.b-'.repeat(64).slice(0, length - 1)}z`;
    expect([length, ...unkeyedHashes(CREDENTIALS, seen(name, setting))]).toEqual([length]);
  }
});

test('the property finds a hash that is there', () => {
  const full = release('code');
  const { text = '' } = filesOf(runPipeline(full, { layout: 'release' }), 'release')[0] ?? {};
  expect(unkeyedHashes(CREDENTIALS, [text])).toHaveLength(1);
});

test('without a key, output for different credentials is the same, except for the file of the Secret', () => {
  for (const setting of SETTINGS.filter(({ mode, fingerprintKey }) => mode === 'inline' && !fingerprintKey)) {
    const before = seen('code', setting);
    const { password } = CREDENTIALS;
    CREDENTIALS.password = 'another horse battery staple';
    expect(seen('code', setting)).toEqual(before);
    CREDENTIALS.password = password;
  }
});

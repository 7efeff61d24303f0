// A release after its pods were stamped: its files, its folders, and the warnings about pods that do not restart.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { Lifecycle } from '../../lib/k8s/stage';
import type { Layout, Rendered } from '../../lib/render/render';
import { stampRelease } from '../../lib/stamp/release';
import { listUnstamped } from '../../lib/stamp/stamp';
import { deployment, labs } from '../support/manifests';

const CHECKSUM = 'checksum/secret-code';
const secret = labs('v1', 'Secret', 'code', { data: { code: 'eA==' } });
const from = { envFrom: [{ secretRef: { name: 'code' } }] };
const web = deployment({ container: from });
const pod = labs('v1', 'Pod', 'shell', { spec: { containers: [{ name: 'a', image: 'a:1', ...from }] } });
const external = labs('external-secrets.io/v1', 'ExternalSecret', 'code', {});

const release = (objects: readonly Manifest[], more: Partial<Rendered> = {}): Rendered => ({
  name: 'lab',
  namespace: 'labs',
  objects,
  externals: [],
  warnings: [],
  notes: [],
  lifecycle: new Lifecycle(),
  ...more,
});

const stamped = (objects: readonly Manifest[], more: Partial<Rendered> = {}, layout: Layout = 'release') =>
  stampRelease(release(objects, more), [secret], layout);
const isStamped = (object: Manifest | undefined) => JSON.stringify(object).includes(CHECKSUM);
const texts = ({ unstamped }: Rendered) => unstamped?.map(({ kind, text }) => [kind, text]);

test('a checksum without a key is written where the Secret is in the same file', () => {
  const result = stamped([secret, web]);
  expect(result.objects.map(isStamped)).toEqual([false, true]);
  expect(result.unstamped).toEqual([]);
  expect(result).not.toHaveProperty('folders');
});

test('with a file for each object, there is none, and a warning that a key would help', () => {
  const result = stamped([secret, web], {}, 'objects');
  expect(result.objects.some(isStamped)).toBe(false);
  expect(texts(result)).toEqual([
    [
      'unstamped-key',
      'a changed Secret will not restart Deployment labs/web (set fingerprintKey: `sandbox-charts secrets` generates one)',
    ],
  ]);
  expect(stamped([secret, web], { fingerprintKey: 'k'.repeat(32) }, 'objects').objects.map(isStamped)).toEqual([
    false,
    true,
  ]);
});

test('the objects in folders are the stamped ones, and only folders with the Secret share its file', () => {
  const folder = (name: string, objects: readonly Manifest[]) => ({ name, objects }) as never;
  const together = stamped([secret, web], { folders: [folder('main', [secret, web])] });
  expect(together.folders?.[0]?.objects).toEqual(together.objects);
  expect(isStamped(together.folders?.[0]?.objects[1])).toBe(true);
  const apart = stamped([secret, web], { folders: [folder('first', [secret]), folder('main', [web])] });
  expect(apart.folders?.map(({ objects }) => objects.some(isStamped))).toEqual([false, false]);
});

test('of a Secret that only the cluster knows, the warning names Reloader, unless it is used', () => {
  const lead = 'a changed Secret will not restart Deployment labs/web';
  expect(texts(stamped([external, web]))).toEqual([
    ['unstamped-mode', `${lead} (restart by hand, or set secrets.reloader in a releases file)`],
  ]);
  expect(texts(stamped([external, web], { reloader: true }))).toEqual([]);
  const job = { ...web, kind: 'Job', metadata: { ...web.metadata, name: 'once' } };
  expect(texts(stamped([external, job], { reloader: true }))).toEqual([
    ['unstamped-mode', 'a changed Secret will not restart Job labs/once (restart by hand)'],
  ]);
});

test('a bare Pod is never restarted, so it has its own warning', () => {
  expect(texts(stamped([external, web, pod]))?.map(([kind]) => kind)).toEqual(['unstamped-mode', 'unstamped-pod']);
  expect(texts(stamped([external, pod]))).toEqual([
    ['unstamped-pod', 'a changed Secret will not restart Pod labs/shell (delete the Pod and apply it again)'],
  ]);
});

test('three pods are listed, and the others counted', () => {
  const unstamped = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      object: deployment({ metadata: { name: `w${index}` } }),
      reason: 'key' as const,
    }));
  expect(listUnstamped(unstamped(3))).toBe('Deployment labs/w0, Deployment labs/w1, Deployment labs/w2');
  expect(listUnstamped(unstamped(5))).toBe('Deployment labs/w0, Deployment labs/w1, Deployment labs/w2 and 2 more');
});

// The list of images in all its forms.

import { spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { haulerManifest, imageSet, skopeoScript, zarfPackage } from '../../../lib/review/images/copy';
import { billOfMaterials } from '../../../lib/review/images/cyclonedx';
import { imageList } from '../../../lib/review/images/list';
import { imagesJson, imagesPlain, imagesText } from '../../../lib/review/images/text';

const digest = `sha256:${'1'.repeat(64)}`;

const pod = (name: string, ...images: string[]): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'sea' },
  spec: { containers: images.map((image, index) => ({ name: `c${index}`, image })) },
});

const plain = imageList([
  { name: 'north', objects: [pod('a', 'redis:8', `quay.io/x/y@${digest}`), pod('b', 'redis:8')] },
  {
    name: 'south',
    objects: [pod('c', 'docker.io/library/redis:8')],
    machineImages: [{ name: 'ami-1', source: 'Amazon Web Services', by: 'ConfigMap sea/settings, entry PODVM_AMI_ID' }],
  },
]);

const mirrored = imageList([
  {
    name: 'north',
    objects: [pod('a', 'm.example.com/team/redis:8', `m.example.com/team/x/y:2@${digest}`, 'ghcr.io/own/tool:1')],
    imageSources: new Map([
      ['m.example.com/team/redis:8', 'redis:8'],
      [`m.example.com/team/x/y:2@${digest}`, `quay.io/x/y:2@${digest}`],
    ]),
  },
]);

test('text for people', () => {
  expect(imagesText(plain)).toBe(`docker.io/library/redis:8
  source: docker.io/library/redis:8
  south: Pod sea/c, container c0
quay.io/x/y@${digest}
  source: quay.io/x/y@${digest}
  north: Pod sea/a, container c1
redis:8
  source: docker.io/library/redis:8
  north: Pod sea/a, container c0
  north: Pod sea/b, container c0
ami-1 (virtual machine image)
  source: Amazon Web Services
  south: ConfigMap sea/settings, entry PODVM_AMI_ID
`);
});

test('one reference per line for loops', () => {
  expect(imagesPlain(mirrored)).toBe(
    `ghcr.io/own/tool:1\nm.example.com/team/redis:8\nm.example.com/team/x/y:2@${digest}\n`,
  );
});

test('JSON with every place', () => {
  expect(JSON.parse(imagesJson(mirrored))[2]).toEqual({
    type: 'container',
    image: `m.example.com/team/x/y:2@${digest}`,
    source: `quay.io/x/y:2@${digest}`,
    mirror: `m.example.com/team/x/y:2@${digest}`,
    digest,
    usedBy: [
      {
        release: 'north',
        kind: 'Pod',
        namespace: 'sea',
        name: 'a',
        container: 'c1',
        field: 'spec.containers[1].image',
      },
    ],
  });
  expect(JSON.parse(imagesJson(plain)).at(-1)).toEqual({
    type: 'machine',
    image: 'ami-1',
    release: 'south',
    source: 'Amazon Web Services',
    by: 'ConfigMap sea/settings, entry PODVM_AMI_ID',
  });
});

test('hauler copies each image once, to the path that the manifests name', () => {
  expect(parse(haulerManifest(plain))).toEqual({
    apiVersion: 'content.hauler.cattle.io/v1',
    kind: 'Images',
    metadata: { name: 'sandbox-charts' },
    spec: { images: [{ name: 'docker.io/library/redis:8' }, { name: `quay.io/x/y@${digest}` }] },
  });
  expect(parse(haulerManifest(mirrored)).spec.images).toEqual([
    { name: 'ghcr.io/own/tool:1' },
    { name: 'docker.io/library/redis:8', rewrite: 'team/redis:8' },
    { name: `quay.io/x/y@${digest}`, rewrite: 'team/x/y:2' },
  ]);
});

test('Zarf has a component for each release', () => {
  expect(parse(zarfPackage(plain))).toEqual({
    kind: 'ZarfPackageConfig',
    metadata: { name: 'sandbox-charts' },
    components: [
      { name: 'north', required: true, images: [`quay.io/x/y@${digest}`, 'docker.io/library/redis:8'] },
      { name: 'south', required: true, images: ['docker.io/library/redis:8'] },
    ],
  });
});

test('oc-mirror', () => {
  expect(parse(imageSet(mirrored))).toEqual({
    apiVersion: 'mirror.openshift.io/v2alpha1',
    kind: 'ImageSetConfiguration',
    mirror: {
      additionalImages: [
        { name: 'ghcr.io/own/tool:1' },
        { name: 'docker.io/library/redis:8' },
        { name: `quay.io/x/y@${digest}` },
      ],
    },
  });
});

describe('the skopeo script', () => {
  /** The arguments of each skopeo command that the script runs. */
  const ran = (script: string, env: Record<string, string> = {}) => {
    const { stdout, status } = spawnSync('sh', ['-c', `skopeo() { echo "$*"; }\n${script}`], { encoding: 'utf8', env });
    return { status, commands: stdout.split('\n').slice(0, -1) };
  };

  test('copies to the mirror of the values, and leaves out what does not come from there', () => {
    const script = skopeoScript(mirrored);
    expect(script).toMatch(/^#!\/bin\/sh\nset -eu\n/);
    expect(script).toContain('# pulled from its own registry: ghcr.io/own/tool:1\n');
    expect(ran(script)).toEqual({
      status: 0,
      commands: [
        'copy --all --preserve-digests docker://docker.io/library/redis:8 docker://m.example.com/team/redis:8',
        `copy --all --preserve-digests docker://quay.io/x/y@${digest} docker://m.example.com/team/x/y:2`,
      ],
    });
  });

  test('without a mirror in the values, MIRROR names the registry', () => {
    const script = skopeoScript(plain);
    expect(ran(script).status).not.toBe(0);
    expect(ran(script, { MIRROR: 'm.example.com/a b' })).toEqual({
      status: 0,
      commands: [
        'copy --all --preserve-digests docker://docker.io/library/redis:8 docker://m.example.com/a b/library/redis:8',
        `copy --all --preserve-digests docker://quay.io/x/y@${digest} docker://m.example.com/a b/x/y@${digest}`,
      ],
    });
  });

  test('names from users are only words', () => {
    const script = skopeoScript(imageList([{ name: 'n', objects: [pod('a', 'x/$(id >&2):1; echo "stray"')] }]));
    expect(ran(script, { MIRROR: 'm' }).commands).toHaveLength(1);
  });
});

test('two sources of one copy are a clash', () => {
  const list = imageList([
    { name: 'a', objects: [pod('a', 'm/x:1')], imageSources: new Map([['m/x:1', 'docker.io/x:1']]) },
    { name: 'b', objects: [pod('b', 'm/x:1')], imageSources: new Map([['m/x:1', 'quay.io/x:1']]) },
  ]);
  expect(list.clashes).toEqual(['m/x:1 is the copy of different images: docker.io/library/x:1, quay.io/x:1']);
});

describe('the bill of materials', () => {
  const bill = (list = plain) => JSON.parse(billOfMaterials(list, '1.2.3'));

  test('has a component for each image, with its package URL', () => {
    const { components } = bill(mirrored);
    expect(components.map(({ name, version, purl }: Record<string, string>) => [name, version, purl])).toEqual([
      ['ghcr.io/own/tool', '1', 'pkg:docker/own/tool@1?repository_url=ghcr.io'],
      ['docker.io/library/redis', '8', 'pkg:docker/library/redis@8'],
      ['quay.io/x/y', '2', `pkg:oci/y@${encodeURIComponent(digest)}?repository_url=quay.io%2Fx%2Fy&tag=2`],
    ]);
    expect(components[2].hashes).toEqual([{ alg: 'SHA-256', content: '1'.repeat(64) }]);
  });

  test('the only release is its subject, and several are components', () => {
    expect(bill(mirrored).metadata.component.name).toBe('north');
    const { metadata, dependencies } = bill();
    expect(metadata.component.name).toBe('releases');
    expect(dependencies.slice(0, 3)).toEqual([
      { ref: 'releases', dependsOn: ['release:north', 'release:south'] },
      { ref: 'release:north', dependsOn: [`quay.io/x/y@${digest}`, 'redis:8'] },
      { ref: 'release:south', dependsOn: ['docker.io/library/redis:8'] },
    ]);
  });

  test('every reference is unique and defined', () => {
    const { metadata, components, dependencies } = bill();
    const refs = [metadata.component, ...components].map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    const named = dependencies.flatMap(({ ref, dependsOn = [] }: { ref: string; dependsOn?: string[] }) => [
      ref,
      ...dependsOn,
    ]);
    expect(named.filter((ref: string) => !refs.includes(ref))).toEqual([]);
  });
});

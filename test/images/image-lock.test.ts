// Image locks: one line per image, whatever form its name has.

import { ImageLock } from '../../lib/images/image-lock';
import { withPinnedImages } from '../../lib/images/pin';
import { Lifecycle } from '../../lib/k8s/stage';

const one = `sha256:${'1'.repeat(64)}`;
const two = `sha256:${'2'.repeat(64)}`;

const lockOf = (...lines: string[]) => ImageLock.parse('images.lock', lines.join('\n'));
const digestIn = (line: string, image: string, source = image) => lockOf(line).digestOf(image, source);

test.each([
  ['redis:8', 'docker.io/library/redis:8'],
  ['docker.io/library/redis:8', 'redis:8'],
  ['index.docker.io/library/redis:8', 'docker.io/redis:8'],
  ['redis', 'redis:latest'],
  ['localhost:5000/a/b:1', 'localhost:5000/a/b:1'],
  [`quay.io/a/b:1@${one}`, 'quay.io/a/b:1'],
])('a line for %s is for %s', (line, image) => {
  expect(digestIn(`${line} ${one}`, image)).toBe(one);
});

test.each([
  ['quay.io/a/b:1', 'a/b:1'],
  ['a/b:1', 'a/b:2'],
  ['a/b:1', 'a/b'],
])('a line for %s is not for %s', (line, image) => {
  expect(digestIn(`${line} ${one}`, image)).toBeUndefined();
});

test('a line for the source is for its copy, too, unless the copy has its own line', () => {
  const lock = lockOf(`docker.io/a/b:1 ${one}`, `mirror.example.com/a/c:1 ${two}`, `docker.io/a/c:1 ${one}`);
  expect(lock.digestOf('mirror.example.com/a/b:1', 'docker.io/a/b:1')).toBe(one);
  expect(lock.digestOf('mirror.example.com/a/c:1', 'docker.io/a/c:1')).toBe(two);
});

test('comments, blank lines, tabs and Windows line breaks are fine, and so is the same line twice', () => {
  const lock = ImageLock.parse('images.lock', `# images\r\n\r\n  a/b:1\t${one}  \r\na/b:1 ${one}\r\n`);
  expect(lock.digestOf('a/b:1', 'a/b:1')).toBe(one);
});

test.each([
  ['a/b:1', 'expected IMAGE DIGEST'],
  [`a/b:1 ${one} linux`, 'expected IMAGE DIGEST'],
  [`https://a/b:1 ${one}`, 'is not an image: https://a/b:1'],
  ['a/b:1 sha256:12', 'is not a digest: sha256:12 (expected sha256: followed by 64 hexadecimal digits)'],
  [
    `a/b:1 ${one.toUpperCase()}`,
    `is not a digest: ${one.toUpperCase()} (expected sha256: followed by 64 hexadecimal digits)`,
  ],
  [`a/b:1@${two} ${one}`, `a/b:1@${two} has another digest than ${one}`],
])('%s is an error with its line', (line, message) => {
  expect(() => lockOf('# images', line)).toThrow(`images.lock:2:1: ${message}`);
});

test('two digests for an image are an error, and every wrong line is reported', () => {
  expect(() => lockOf(`a:1 ${one}`, `docker.io/library/a:1 ${two}`, 'b')).toThrow(
    'images.lock:2:1: docker.io/library/a:1 already has another digest in line 1\nimages.lock:3:1: expected IMAGE DIGEST',
  );
});

describe('pinning', () => {
  const release = (...images: string[]) => ({
    name: 'north',
    namespace: 'sea',
    externals: [],
    warnings: [],
    notes: [],
    lifecycle: new Lifecycle(),
    objects: images.map((image, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `p${index}`, namespace: 'sea' },
      spec: { containers: [{ name: 'c', image }] },
    })),
  });
  const pinned = (lock: ImageLock, ...images: string[]) =>
    withPinnedImages(release(...images), lock).objects.map(
      ({ spec }) => (spec as { containers: [{ image: string }] }).containers[0].image,
    );

  test('appends the digest to the tag, and keeps digests that are there', () => {
    expect(pinned(lockOf(`a/b:1 ${one}`), 'a/b:1', `c@${two}`, `a/b:1@${one}`)).toEqual([
      `a/b:1@${one}`,
      `c@${two}`,
      `a/b:1@${one}`,
    ]);
  });

  test('the copy of an image in a mirror has the digest of its source, which stays known', () => {
    const imageSources = new Map([['m.example.com/a/b:1', 'quay.io/a/b:1']]);
    const result = withPinnedImages(
      { ...release('m.example.com/a/b:1', 'c:1'), imageSources },
      lockOf(`quay.io/a/b:1 ${one}`, `c:1 ${two}`),
    );
    expect(JSON.stringify(result.objects)).toContain(`"m.example.com/a/b:1@${one}"`);
    expect(result.imageSources?.get(`m.example.com/a/b:1@${one}`)).toBe(`quay.io/a/b:1@${one}`);
    expect(result.imageSources?.get('m.example.com/a/b:1')).toBe('quay.io/a/b:1');
    expect(result.imageSources?.get(`c:1@${two}`)).toBe(`c:1@${two}`);
  });

  test('reports every image without a line once, and contradictions', () => {
    expect(() => pinned(lockOf(`a/b:1 ${one}`), 'c:1', 'c:1', 'd', `a/b:1@${two}`)).toThrow(
      [
        'images.lock: c:1 is missing (image of Pod sea/p0 and 1 more)',
        'images.lock: d is missing (image of Pod sea/p2)',
        `images.lock: a/b:1@${two} has another digest: ${one} (image of Pod sea/p3)`,
      ].join('\n'),
    );
  });
});

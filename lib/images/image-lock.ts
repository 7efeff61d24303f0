// An image lock: the digest of each image, one line per image. It is made with a registry client, because rendering
// uses no network.

import { canonicalImage, parseImage } from '../names/image-parts';
import { IMAGE } from '../names/registry';
import { InputError, type Problem } from '../values/problem';

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const REFERENCE = new RegExp(IMAGE);

interface Line {
  readonly digest: string;
  readonly number: number;
}

export class ImageLock {
  private constructor(
    /** As the user named it. */
    readonly file: string,
    private readonly lines: ReadonlyMap<string, Line>,
  ) {}

  /** Reads lines of the form `IMAGE DIGEST`. Throws `InputError` with every wrong line. */
  static parse(file: string, text: string): ImageLock {
    const lines = new Map<string, Line>();
    const problems: Problem[] = [];
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const words = line.trim();
      if (words === '' || words.startsWith('#')) continue;
      const message = take(words.split(/\s+/), index + 1, lines);
      if (message !== undefined) problems.push({ path: [], message, origin: { source: file, line: index + 1 } });
    }
    if (problems.length > 0) throw new InputError(problems);
    return new ImageLock(file, lines);
  }

  /** The digest of an image, by its reference in the objects or else by its source; `undefined` if it has no line. */
  digestOf(reference: string, source: string): string | undefined {
    return (this.lines.get(keyOf(reference)) ?? this.lines.get(keyOf(source)))?.digest;
  }
}

/** Adds a line. Returns what is wrong with it. */
function take([image = '', digest = '', ...more]: readonly string[], number: number, lines: Map<string, Line>) {
  if (digest === '' || more.length > 0) return 'expected IMAGE DIGEST';
  if (!REFERENCE.test(image) || image.includes('//')) return `is not an image: ${image}`;
  if (!DIGEST.test(digest)) return `is not a digest: ${digest} (expected sha256: followed by 64 hexadecimal digits)`;
  const { digest: own } = parseImage(image);
  if (own !== '' && own !== digest) return `${image} has another digest than ${digest}`;
  const known = lines.get(keyOf(image));
  if (known && known.digest !== digest) return `${image} already has another digest in line ${known.number}`;
  lines.set(keyOf(image), { digest, number });
  return undefined;
}

/** `redis:8` and `docker.io/library/redis:8` are the same image. */
const keyOf = (image: string): string => {
  const [name = ''] = canonicalImage(image).split('@', 1);
  return name;
};

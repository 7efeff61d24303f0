// Pins every image of a release to the digest in an image lock.

import { withImages } from '../k8s/object/images';
import { describe, type Manifest } from '../k8s/object/manifest';
import { parseImage } from '../names/image-parts';
import type { Rendered } from '../render/render';
import { listSummary } from '../values/list-summary';
import { InputError } from '../values/problem';
import type { ImageLock } from './image-lock';

/** Throws `InputError` with every image that the lock has no digest for. */
export function withPinnedImages(rendered: Rendered, lock: ImageLock): Rendered {
  const { imageSources = new Map<string, string>() } = rendered;
  const pins = new Pins(lock, imageSources);
  const objects = rendered.objects.map((object) =>
    withImages(object, imageSources, ({ reference }) => pins.of(reference, object)),
  );
  pins.demandComplete();
  return { ...rendered, objects, imageSources: pins.sources };
}

class Pins {
  /** The sources by pinned reference. */
  readonly sources: Map<string, string>;
  /** What is wrong with an image, and the objects that name it. */
  private readonly wrong = new Map<string, Set<string>>();

  constructor(
    private readonly lock: ImageLock,
    private readonly given: ReadonlyMap<string, string>,
  ) {
    this.sources = new Map(given);
  }

  of(reference: string, object: Manifest): string {
    const source = this.given.get(reference) ?? reference;
    const digest = this.lock.digestOf(reference, source);
    const { digest: own } = parseImage(reference);
    if (digest === undefined && own === '') return this.refuse(`${reference} is missing`, reference, object);
    if (digest === undefined || digest === own) return reference;
    if (own !== '') return this.refuse(`${reference} has another digest: ${digest}`, reference, object);
    const pinned = `${reference}@${digest}`;
    this.sources.set(pinned, `${source}@${digest}`);
    return pinned;
  }

  demandComplete(): void {
    if (this.wrong.size === 0) return;
    throw new InputError(
      [...this.wrong].map(([what, users]) => {
        const [first = '', ...others] = users;
        return {
          path: [],
          message: `${what} (image of ${listSummary(first, others.length)})`,
          origin: { source: this.lock.file },
        };
      }),
    );
  }

  private refuse(what: string, reference: string, object: Manifest): string {
    this.wrong.set(what, (this.wrong.get(what) ?? new Set()).add(describe(object)));
    return reference;
  }
}

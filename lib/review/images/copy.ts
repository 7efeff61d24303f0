// Input for tools that copy images to other registries.

import { parseImage } from '../../names/image-parts';
import { shellCommand } from '../../render/shell';
import { visible } from '../../values/visible';
import { mapOf } from '../../yaml/yaml';
import type { ImageEntry, ImageList } from './list';

/** A manifest for `hauler store sync`. */
export const haulerManifest = ({ images }: ImageList): string =>
  mapOf({
    apiVersion: 'content.hauler.cattle.io/v1',
    kind: 'Images',
    metadata: { name: 'sandbox-charts' },
    spec: { images: copies(images).map(haulerImage) },
  });

/** Hauler adds the host of the registry that it copies to. */
function haulerImage({ from, to }: Copy): object {
  return {
    name: from,
    ...(to === undefined || withoutHost(to) === withoutHost(from) ? {} : { rewrite: withoutHost(to) }),
  };
}

/** A Zarf package with a component for each release. */
export const zarfPackage = ({ releases, images }: ImageList): string =>
  mapOf({
    kind: 'ZarfPackageConfig',
    metadata: { name: 'sandbox-charts' },
    components: releases.map((release) => {
      const own = images.filter(({ image }) => release.images.includes(image));
      return { name: release.name, required: true, images: copies(own).map(({ from }) => from) };
    }),
  });

/** An image set for oc-mirror v2. */
export const imageSet = ({ images }: ImageList): string =>
  mapOf({
    apiVersion: 'mirror.openshift.io/v2alpha1',
    kind: 'ImageSetConfiguration',
    mirror: { additionalImages: copies(images).map(({ from }) => ({ name: from })) },
  });

/**
 * A script of skopeo commands. Without global.imageRegistry, the variable MIRROR names the registry; otherwise, images
 * that it does not apply to are only comments.
 */
export function skopeoScript({ images }: ImageList): string {
  const all = copies(images);
  const isFree = all.every(({ to }) => to === undefined);
  const lines = all.map(({ from, to }) => {
    if (to !== undefined) return skopeoCopy(from, shellCommand([`docker://${to}`]));
    if (isFree) return skopeoCopy(from, `docker://"$MIRROR"/${shellCommand([withoutHost(from)])}`);
    return `# pulled from its own registry: ${from}`;
  });
  const demand = `: "\${MIRROR:?set it to the registry to copy to, such as registry.example.com}"`;
  return ['#!/bin/sh', 'set -eu', ...(isFree && all.length > 0 ? [demand] : []), ...lines.map(visible), ''].join('\n');
}

const skopeoCopy = (from: string, target: string): string =>
  `skopeo copy --all --preserve-digests ${shellCommand([`docker://${from}`])} ${target}`;

interface Copy {
  readonly from: string;
  /** Absent without a mirror in the values. */
  readonly to?: string;
}

/** Each copy once. These tools reject references with both tag and digest. */
function copies(images: readonly ImageEntry[]): Copy[] {
  const all = images.map(({ source, mirror }): Copy => {
    const from = source.includes('@') ? withoutTag(source) : source;
    return mirror === undefined ? { from } : { from, to: withoutDigest(mirror) };
  });
  return [...new Map(all.map((copy) => [`${copy.from} ${copy.to}`, copy])).values()];
}

function withoutTag(image: string): string {
  const { registry, repository, digest } = parseImage(image);
  return `${registry}/${repository}@${digest}`;
}

/** An image with only a digest keeps it. */
function withoutDigest(image: string): string {
  const { tag } = parseImage(image);
  return tag === '' ? image : image.replace(/@.*$/, '');
}

const withoutHost = (image: string): string => image.slice(image.indexOf('/') + 1);

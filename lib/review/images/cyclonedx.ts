// A software bill of materials in CycloneDX 1.6: the images of each release.
// It has no serial number and no time, so equal releases have equal bills.

import { isDockerHub, parseImage } from '../../names/image-parts';
import type { ImageEntry, ImageList } from './list';

/** `tool` is the version of this package. */
export function billOfMaterials({ releases, images }: ImageList, tool: string): string {
  const [only, ...others] = releases;
  const all = { type: 'application', name: 'releases', 'bom-ref': 'releases' };
  const isOne = only !== undefined && others.length === 0;
  const applications = releases.map(({ name }) => ({ type: 'application', name, 'bom-ref': `release:${name}` }));
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'sandbox-charts', version: tool }] },
      component: isOne ? applications[0] : all,
    },
    components: [...(isOne ? [] : applications), ...images.map(component)],
    dependencies: [
      ...(isOne ? [] : [{ ref: all['bom-ref'], dependsOn: applications.map((one) => one['bom-ref']) }]),
      ...releases.map(({ name, images: own }) => ({ ref: `release:${name}`, dependsOn: own })),
      ...images.map(({ image }) => ({ ref: image })),
    ],
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

function component({ image, source, digest, mirror, usedBy }: ImageEntry): object {
  const { registry, repository, tag } = parseImage(source);
  const users = [
    ...new Set(usedBy.map(({ release, kind, namespace = '', name }) => [release, kind, namespace, name].join('/'))),
  ];
  return {
    type: 'container',
    'bom-ref': image,
    name: `${registry}/${repository}`,
    version: tag || digest,
    ...(digest ? { hashes: [{ alg: 'SHA-256', content: digest.replace('sha256:', '') }] } : {}),
    purl: packageUrl(source),
    properties: [
      ...(mirror === undefined ? [] : [{ name: 'sandbox-charts:mirror', value: mirror }]),
      ...users.map((value) => ({ name: 'sandbox-charts:used-by', value })),
    ],
  };
}

/** The type `oci` needs a digest; the type `docker` also takes a tag. */
function packageUrl(source: string): string {
  const { registry, repository, tag, digest } = parseImage(source);
  if (digest) {
    const name = repository.slice(repository.lastIndexOf('/') + 1);
    const qualifiers = [`repository_url=${encodeURIComponent(`${registry}/${repository}`)}`, tag && `tag=${tag}`];
    return `pkg:oci/${name}@${encodeURIComponent(digest)}?${qualifiers.filter(Boolean).join('&')}`;
  }
  const host = isDockerHub(registry) ? '' : `?repository_url=${encodeURIComponent(registry)}`;
  return `pkg:docker/${repository}@${tag}${host}`;
}

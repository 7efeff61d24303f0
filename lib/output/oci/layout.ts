// An OCI image layout with one layer of files, which `oras`, `flux` and `crane` push, and Argo CD and Flux fetch.
// https://github.com/opencontainers/image-spec/blob/main/image-layout.md

import { sha256 } from '../../names/hash';
import { storedGzip } from './gzip';
import { type TarFile, tar } from './tar';

const TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  /** Argo CD accepts only this type by default; Flux uses the first layer. */
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

export const LAYOUT_FILE = 'oci-layout';
export const INDEX = 'index.json';

export interface OciLayout {
  /** By digest, in hex. */
  readonly blobs: ReadonlyMap<string, Buffer>;
  readonly index: string;
  /** `sha256:...` of the manifest. */
  readonly digest: string;
}

export const LAYOUT_TEXT = `${JSON.stringify({ imageLayoutVersion: '1.0.0' })}\n`;

/** The image of these files, with a tag. The same files give the same bytes on every machine. */
export function ociLayout(files: readonly TarFile[], tag: string): OciLayout {
  const blobs = new Map<string, Buffer>();
  const add = (mediaType: string, content: Buffer) => {
    const hex = sha256(content, 'hex');
    blobs.set(hex, content);
    return { mediaType, digest: `sha256:${hex}`, size: content.length };
  };
  const archive = tar(files);
  const layer = add(TYPES.layer, storedGzip(archive));
  const diffIds = [`sha256:${sha256(archive, 'hex')}`];
  const config = add(
    TYPES.config,
    json({ architecture: 'unknown', os: 'unknown', config: {}, rootfs: { type: 'layers', diff_ids: diffIds } }),
  );
  const manifest = add(TYPES.manifest, json({ schemaVersion: 2, mediaType: TYPES.manifest, config, layers: [layer] }));
  const annotations = { 'org.opencontainers.image.ref.name': tag };
  const index = { schemaVersion: 2, mediaType: TYPES.index, manifests: [{ ...manifest, annotations }] };
  return { blobs, index: `${JSON.stringify(index)}\n`, digest: manifest.digest };
}

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

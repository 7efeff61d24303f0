// Volumes of sandboxes: buckets that the runner mounts on its node.

import type { Values } from '../values';

/** The API offers volumes if it has an object store. */
export const hasVolumes = ({ services, minio }: Values): boolean =>
  services.runner.volumes.enabled && (minio.enabled || services.api.env.S3_ENDPOINT !== '');

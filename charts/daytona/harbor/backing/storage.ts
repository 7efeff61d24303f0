// Where Harbor stores images, from the values at both paths.

import type { ImageStorage } from '../values/storage-values';
import type { HarborValues } from '../values/values';

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function mergedOver(below: Tree, above: Tree): Tree {
  const result = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    if (value === undefined) continue;
    const under = result.get(key);
    result.set(key, isTree(value) && isTree(under) ? mergedOver(under, value) : value);
  }
  return Object.fromEntries(result);
}

/** `imageChartStorage` merged over `persistence.imageChartStorage`, key by key. */
export const imageStorage = ({ persistence, imageChartStorage }: HarborValues): ImageStorage =>
  mergedOver(persistence.imageChartStorage, imageChartStorage ?? {}) as ImageStorage;

/** Whether images are on a volume of the cluster. */
export const onVolume = (storage: ImageStorage): boolean => storage.type === 'filesystem';

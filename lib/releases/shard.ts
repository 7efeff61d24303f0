// A share of the releases of a file, for one of several CI jobs. The name of a release decides to which shard it belongs,
// so that added and removed releases do not move others.

import { sha256 } from '../names/hash';

/** For example `2/10`. */
export interface Shard {
  /** From 1 to `of`. */
  readonly number: number;
  readonly of: number;
}

/** Maximum number of shards. */
export const MOST_SHARDS = 1000;

/** The shard of a text such as `2/10`; `undefined` if it is none. */
export function parseShard(text: string): Shard | undefined {
  const [, number = '', of = ''] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  const shard = { number: Number(number), of: Number(of) };
  return shard.of > 0 && shard.of <= MOST_SHARDS && shard.number <= shard.of ? shard : undefined;
}

/** The number of the shard that a release belongs to, from 1 to `of`. */
export const shardNumberOf = (release: string, of: number): number =>
  (Number.parseInt(sha256(release).slice(0, 8), 16) % of) + 1;

/** Whether a release belongs to a shard. */
export const isInShard = (release: string, { number, of }: Shard): boolean => shardNumberOf(release, of) === number;

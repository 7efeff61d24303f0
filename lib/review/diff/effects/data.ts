// Data that a change leaves behind, deletes, or that the new program cannot read.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Manifest } from '../../../k8s/object/manifest';
import { parseImage } from '../../../names/image-parts';
import type { Effect } from '../change';
import { podSpecOf } from '../grants/pods';
import { effect } from './effect';

/** Programs that keep data, and whether another major version needs a migration. */
const ENGINES: readonly (readonly [pattern: RegExp, engine: string, migrates: boolean])[] = [
  [/^(postgres|postgresql)$|harbor-db/, 'PostgreSQL', true],
  [/^mysql$/, 'MySQL', true],
  [/^mariadb$/, 'MariaDB', true],
  [/^(mongo|mongodb)$/, 'MongoDB', true],
  [/^(elasticsearch|opensearch)$/, 'Elasticsearch', true],
  [/^etcd$/, 'etcd', true],
  [/redis/, 'Redis', false],
  [/valkey/, 'Valkey', false],
  [/^minio$/, 'MinIO', false],
];

interface Engine {
  readonly name: string;
  readonly major: number | undefined;
  readonly migrates: boolean;
}

function engineOf(image: string | undefined): Engine | undefined {
  const { repository, tag } = parseImage(image ?? '');
  const base = repository.split('/').at(-1) ?? '';
  const [, name, migrates] = ENGINES.find(([pattern]) => pattern.test(base)) ?? [];
  if (name === undefined) return undefined;
  const [, major] = /^v?(\d+)(?:[.-]|$)/.exec(tag) ?? [];
  return { name, major: major === undefined ? undefined : Number(major), migrates: migrates === true };
}

export function* ofImages(before: Manifest, after: Manifest): Generator<Effect> {
  const [old, now] = [podSpecOf(before), podSpecOf(after)];
  for (const { name, image } of now?.containers ?? []) {
    const [was, is] = [engineOf(old?.containers.find((one) => one.name === name)?.image), engineOf(image)];
    if (!was) continue;
    if (was.name !== is?.name) {
      yield effect('data', `${is?.name ?? 'the new program'} cannot read the data of ${was.name}`, FIELD(after));
    } else if (was.major !== undefined && is.major !== undefined && was.major !== is.major) {
      const isDown = is.major < was.major;
      if (is.migrates || isDown) {
        yield effect(
          'data',
          `${is.name} ${is.major} cannot read the data of ${was.major}: dump and restore it`,
          FIELD(after),
        );
      }
    }
  }
}

const FIELD = ({ kind }: Manifest): string =>
  kind === 'Pod' ? 'spec.containers.image' : 'spec.template.spec.containers.image';

/** Claims that the pods no longer use. */
export function* ofVolumes(before: Manifest, after: Manifest): Generator<Effect> {
  const [old, now] = [podSpecOf(before), podSpecOf(after)];
  if (!old || !now) return;
  const claims = claimsOf(now);
  for (const [volume, claim] of claimsOf(old)) {
    if (claims.get(volume) === claim) continue;
    yield effect('data', `volume ${volume} no longer uses claim ${claim}: its data stays behind`);
  }
}

const claimsOf = ({ volumes = [] }: IPodSpec): Map<string, string> =>
  new Map(
    volumes.flatMap(({ name, persistentVolumeClaim: claim }) => (claim ? [[name, claim.claimName] as const] : [])),
  );

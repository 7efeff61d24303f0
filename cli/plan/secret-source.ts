// The Secret settings of each release, from the releases file and the flags. Each certificate is read once.

import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import type { SecretSettings } from '../../lib/secrets';
import { sealingKey } from '../../lib/secrets/seal';
import { ownModes, secretSettings } from '../../lib/secrets/settings';
import { readInput } from '../../lib/values/file/input';
import { type Layer, originOf, type Tree } from '../../lib/values/layer';
import { valueAt } from '../../lib/values/path';
import type { Origin } from '../../lib/values/problem';
import type { Io } from '../io';
import type { Plan } from './plan';

/** A Secret that is named in settings. */
export interface Mention {
  readonly name: string;
  readonly origin: Origin | undefined;
  readonly byFlag: boolean;
}

export type SourcedSettings = Omit<SecretSettings, 'earlier'> & { readonly mentions: readonly Mention[] };

/** Returns the settings of a release; `undefined` if there are none. */
export function secretSource(
  io: Io,
  flags: Layer | undefined,
): (plan: Pick<Plan, 'secrets'>) => SourcedSettings | undefined {
  const keys = new Map<string, KeyObject>();
  const known = new Map<string, SourcedSettings>();
  const keyOf = (file: string): KeyObject => {
    const key = keys.get(file) ?? sealingKey(file, readInput(file, resolve(io.cwd, file)));
    keys.set(file, key);
    return key;
  };
  const read = (layers: readonly Layer[]): SourcedSettings => {
    const settings = secretSettings(layers);
    const each = new Map(ownModes(settings));
    const seals = [settings.mode, ...each.values()].includes('sealed-secrets');
    return {
      mode: settings.mode,
      each,
      remote: settings,
      reloader: settings.reloader,
      sops: { recipients: settings.sops },
      ...(seals ? { key: keyOf(settings.certificate) } : {}),
      mentions: Object.keys(settings.each).map((name) => mention(layers, flags, name)),
    };
  };
  return ({ secrets }) => {
    const layers = flags ? [...secrets, flags] : secrets;
    if (layers.length === 0) return undefined;
    // The rows of a table share their settings.
    const places = layers.map((layer) => layer.apply({}));
    const id = JSON.stringify(places satisfies Tree[]);
    const settings = known.get(id) ?? read(layers);
    known.set(id, settings);
    return settings;
  };
}

function mention(layers: readonly Layer[], flags: Layer | undefined, name: string): Mention {
  const path = ['each', name];
  const origin = originOf(layers, path);
  const byFlag = flags !== undefined && valueAt(flags.apply({}), path) !== undefined;
  return { name, byFlag, origin };
}

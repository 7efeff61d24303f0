// --secrets, --certificate and --secret-store as settings that override those in a releases file.

import { SECRET_MODES, type SecretMode } from '../../lib/secrets/modes';
import { type Layer, type Tree, treeLayer } from '../../lib/values/layer';
import type { SynthFlags } from './flags';
import { UsageError, unknownWord } from './usage';

/** The flags as a layer; `undefined` if none was given. `ofFile`: the releases file may have the settings that they require. */
export function secretFlags({ secrets, certificate, secretStore }: SynthFlags, ofFile: boolean): Layer | undefined {
  const modes = modesOf(secrets ?? []);
  if (!ofFile) demandCompanions(new Set(Object.values(modes.all)), certificate, secretStore);
  const tree: Tree = {
    ...modes.tree,
    ...(certificate === undefined ? {} : { certificate }),
    ...(secretStore === undefined ? {} : { store: storeOf(secretStore) }),
  };
  if (Object.keys(tree).length === 0) return undefined;
  return treeLayer(tree, ([step]) =>
    step !== undefined && Object.hasOwn(tree, step) ? { source: FLAGS[step] ?? '' } : undefined,
  );
}

const FLAGS: Readonly<Record<string, string>> = {
  mode: '--secrets',
  each: '--secrets',
  certificate: '--certificate',
  store: '--secret-store',
};

function modesOf(secrets: readonly string[]) {
  const given = new Map<string, { readonly mode: SecretMode }>();
  let mode: SecretMode | undefined;
  for (const entry of secrets) {
    const at = entry.indexOf('=');
    if (at < 0) mode = modeOf(entry);
    else given.set(entry.slice(0, at), { mode: modeOf(entry.slice(at + 1)) });
  }
  const each = Object.fromEntries(given);
  const all = [...(mode === undefined ? [] : [mode]), ...Object.values(each).map((one) => one.mode)];
  return { all, tree: { ...(mode === undefined ? {} : { mode }), ...(Object.keys(each).length > 0 ? { each } : {}) } };
}

function demandCompanions(modes: ReadonlySet<SecretMode>, certificate?: string, secretStore?: string): void {
  demandBoth('--secrets sealed-secrets', modes.has('sealed-secrets'), '--certificate', certificate);
  demandBoth('--secrets external-secrets', modes.has('external-secrets'), '--secret-store', secretStore);
}

function demandBoth(mode: string, isRequested: boolean, flag: string, given: string | undefined): void {
  if (isRequested && given === undefined) throw new UsageError(`${mode} requires ${flag}`);
  if (!isRequested && given !== undefined) throw new UsageError(`${flag} is only for ${mode}`);
}

function modeOf(word: string): SecretMode {
  const mode = SECRET_MODES.find((known) => known === word);
  if (mode) return mode;
  throw unknownWord('mode of --secrets', word, SECRET_MODES);
}

/** `vault`, or `ClusterSecretStore/vault`. */
function storeOf(text: string): { readonly kind: string; readonly name: string } {
  const [kind, name, ...more] = text.includes('/') ? text.split('/') : ['SecretStore', text];
  if (name && more.length === 0 && (kind === 'SecretStore' || kind === 'ClusterSecretStore')) return { kind, name };
  throw new UsageError('--secret-store expects the name of a SecretStore, or ClusterSecretStore/NAME');
}

// What --secrets and its companions ask for.

import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../k8s/manifest';
import type { Rendered } from '../render/render';
import { keepSecrets, SECRET_MODES, type Sealing, type SecretMode } from '../render/secrets';
import { sealingKey } from '../render/secrets/seal';
import { readText } from '../values/load';
import type { SynthFlags } from './flags';
import type { Io } from './io';
import { UsageError, unknownWord } from './usage';

/** Takes the earlier texts of the release, to keep the ciphertexts of what has not changed. */
export type KeepSecrets = (rendered: Rendered, earlier: () => readonly string[]) => Rendered;

export function secretKeeper(
  io: Io,
  { secrets, certificate, secretStore }: SynthFlags,
  sealing?: Sealing,
): KeepSecrets {
  if (!secrets) {
    if (certificate !== undefined) throw new UsageError('--certificate is for --secrets sealed-secrets');
    if (secretStore !== undefined) throw new UsageError('--secret-store is for --secrets external-secrets');
    return (rendered) => rendered;
  }
  const each = new Map<string, SecretMode>();
  let mode: SecretMode = 'inline';
  for (const asked of secrets) {
    const at = asked.indexOf('=');
    if (at < 0) mode = modeOf(asked);
    else each.set(asked.slice(0, at), modeOf(asked.slice(at + 1)));
  }
  const modes = new Set([mode, ...each.values()]);
  if (modes.has('sealed-secrets') && certificate === undefined) {
    throw new UsageError('--secrets sealed-secrets needs --certificate');
  }
  if (modes.has('external-secrets') && secretStore === undefined) {
    throw new UsageError('--secrets external-secrets needs --secret-store');
  }
  const key = certificate === undefined ? undefined : sealingKey(readText(certificate, resolve(io.cwd, certificate)));
  const store = secretStore === undefined ? undefined : storeOf(secretStore);
  return (rendered, earlier) => {
    const settings = {
      mode,
      each,
      ...(store ? { store } : {}),
      ...(key ? { key } : {}),
      ...(sealing ? { sealing } : {}),
    };
    const known = modes.has('sealed-secrets') ? earlier().flatMap(sealedIn) : [];
    const kept = keepSecrets(rendered, { ...settings, earlier: known });
    const before = new Set(rendered.externals);
    const wanted = kept.externals.filter((external) => !before.has(external));
    for (const { name, namespace, keys } of wanted) {
      const literals = keys.map((field) => `--from-literal=${field}="\${${variable(field)}:?}"`);
      io.err(`${rendered.name}: create Secret ${namespace}/${name} with ${keys.join(', ')}:\n`);
      io.err(`  kubectl create secret generic ${name} --namespace ${namespace} ${literals.join(' ')}\n`);
    }
    return kept;
  };
}

const variable = (key: string): string =>
  key
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]/g, '_')
    .replace(/^(?=\d)/, '_');

function modeOf(word: string): SecretMode {
  const mode = SECRET_MODES.find((known) => known === word);
  if (mode) return mode;
  throw unknownWord('mode of --secrets', word, SECRET_MODES);
}

/** `vault`, or `ClusterSecretStore/vault`. */
function storeOf(text: string): { readonly kind: string; readonly name: string } {
  const [kind, name] = text.includes('/') ? text.split('/', 2) : ['SecretStore', text];
  if (name && (kind === 'SecretStore' || kind === 'ClusterSecretStore')) return { kind, name };
  throw new UsageError('--secret-store expects the name of a SecretStore, or ClusterSecretStore/NAME');
}

function sealedIn(text: string): Manifest[] {
  const sealed = text.split(/^---$/m).filter((document) => /^kind: SealedSecret$/m.test(document));
  return sealed.flatMap((document) => parseAllDocuments(document).map((parsed) => parsed.toJS() as Manifest));
}

// Generates the credentials that a chart requires. This is random, so it happens here, once, and never while rendering.

import { generateKeyPairSync, type KeyObject, randomInt } from 'node:crypto';
import bcrypt from 'bcryptjs';
import { stringify } from 'yaml';
import { FINGERPRINT_KEY_LENGTH } from '../../lib/k8s/secret/fingerprint-key';
import type { System } from '../../lib/render/system';
import { merge } from '../../lib/values/file/merge';
import { type Layer, originOf, type Tree } from '../../lib/values/layer';
import { formatPath, type Path, valueAt } from '../../lib/values/path';
import { InputError, type Problem } from '../../lib/values/problem';
import { textOf } from '../../lib/values/scalar';
import { schemaProblems } from '../../lib/values/schema/check';
import { complete } from '../../lib/values/schema/defaults';
import { type GeneratedValue, generatedValues } from '../../lib/values/schema/generated';
import { isSecretAt } from '../../lib/values/schema/secret';
import { validate } from '../../lib/values/validate';
import { privateFile, publicLine } from './secrets/ssh-key';

const PASSWORD_LENGTH = 32;
const RSA_BITS = 4096;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface GeneratedCredentials {
  /** A values file with every missing credential that can be generated; empty for none. */
  readonly text: string;
  /** The same as a tree. */
  readonly values: Tree;
  /** Missing credentials that cannot be generated. */
  readonly left: readonly Problem[];
}

/** The credentials that are missing from the layers. Throws `InputError` if the layers do not fit the schema. */
export function credentialsFor({ schema, rules }: System, layers: readonly Layer[]): GeneratedCredentials {
  const given = layers.reduce<Tree>((below, layer) => layer.apply(below), {});
  const wrong = schemaProblems(schema, complete(schema, given)).filter(({ path }) => !isEmpty(valueAt(given, path)));
  if (wrong.length > 0) throw new InputError(wrong.map((one) => ({ ...one, origin: originOf(layers, one.path) })));
  const makers = generatedValues(schema);
  const made: Record<string, unknown> = {};
  const pairs = new Map<string, KeyObject>();
  const flat: Record<string, string> = {};
  // A credential can require another one, such as an htpasswd line its password. Repeat until nothing is generated.
  for (let count = -1; count !== Object.keys(flat).length; ) {
    count = Object.keys(flat).length;
    const tree = complete(schema, merge(given, made));
    const { problems, warnings } = validate(schema, tree, rules);
    const wanted = new Set([...problems, ...warnings].map(({ path }) => formatPath(path)));
    for (const value of makers) {
      const name = formatPath(value.path);
      const isWanted = wanted.has(name) || value.generator === 'fingerprint-key';
      if (!isWanted || !isEmpty(valueAt(tree, value.path)) || flat[name]) continue;
      const text = make(value, complete(schema, merge(given, made)), pairs);
      if (text === '') continue;
      flat[name] = text;
      put(made, value.path, text);
    }
  }
  const tree = complete(schema, merge(given, made));
  const left = validate(schema, tree, rules).problems.filter(
    ({ path }) => path && isSecretAt(schema, path) && isEmpty(valueAt(tree, path)),
  );
  return { text: Object.keys(made).length === 0 ? '' : stringify(made, { lineWidth: 0 }), values: made, left };
}

function make({ path, generator }: GeneratedValue, tree: unknown, pairs: Map<string, KeyObject>): string {
  if (typeof generator === 'object') {
    const key = pairs.get(generator.pair) ?? generateKeyPairSync('ed25519').privateKey;
    pairs.set(generator.pair, key);
    const text = generator.as === 'ssh-private-key' ? privateFile(key) : publicLine(key);
    return Buffer.from(text).toString('base64');
  }
  switch (generator) {
    case 'password':
      return letters(PASSWORD_LENGTH);
    case 'key-16':
      return letters(16);
    case 'key-32':
      return letters(32);
    case 'fingerprint-key':
      return letters(FINGERPRINT_KEY_LENGTH);
    case 'rsa-key':
      return generateKeyPairSync('rsa', {
        modulusLength: RSA_BITS,
        publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      }).privateKey;
    case 'htpasswd':
      return htpasswd(valueAt(tree, path.slice(0, -1)));
  }
}

/** The htpasswd line for the user and password in the same map; without a password, it waits for the next round. */
function htpasswd(siblings: unknown): string {
  const username = textOf(valueAt(siblings, ['username'])) ?? '';
  const password = textOf(valueAt(siblings, ['password'])) ?? '';
  return password === '' ? '' : `${username}:${bcrypt.hashSync(password)}`;
}

const letters = (count: number): string =>
  Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');

const isEmpty = (value: unknown): boolean => value === undefined || value === '';

/** Sets a value in a tree. */
export function put(tree: Record<string, unknown>, [step = '', ...rest]: Path, value: string | null): void {
  const key = String(step);
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  tree[key] ??= {};
  put(tree[key] as Record<string, unknown>, rest, value);
}

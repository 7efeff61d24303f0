// The command that creates a Secret in the cluster. Values are not on its command line: a single value is piped from a
// variable; several values come from files in the current folder that are named like their keys.

import { fedByVariable, shellCommand, variableFor } from '../render/shell';

export interface WantedSecret {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
  /** Absent if it must be derived from the keys. */
  readonly type?: string;
}

export interface Creation {
  readonly type: string;
  readonly command: string;
}

const GENERIC = 'Opaque';
const TLS = 'kubernetes.io/tls';
const DOCKER = 'kubernetes.io/dockerconfigjson';

/** Types with exactly these keys. */
const TYPICAL: Readonly<Record<string, readonly string[]>> = {
  [TLS]: ['tls.crt', 'tls.key'],
  [DOCKER]: ['.dockerconfigjson'],
};

export function creation({ name, namespace, keys, type: given }: WantedSecret): Creation {
  const type = given ?? secretType(keys);
  const isTypical = keys.length === TYPICAL[type]?.length && keys.every((key) => TYPICAL[type]?.includes(key));
  const subcommand = isTypical ? (type === TLS ? 'tls' : 'docker-registry') : 'generic';
  const kind = subcommand === 'generic' && type !== GENERIC ? [`--type=${type}`] : [];
  const start = ['kubectl', 'create', 'secret', subcommand, name, '--namespace', namespace, ...kind];
  const [key = '', ...others] = keys;
  if (subcommand === 'generic' && keys.length > 0 && others.length === 0 && !isFile(key)) {
    return { type, command: fedByVariable(variableFor(key), [...start, `--from-file=${key}=/dev/stdin`]) };
  }
  return { type, command: shellCommand([...start, ...files()]) };

  function files(): string[] {
    if (subcommand === 'tls') return ['--cert=tls.crt', '--key=tls.key'];
    // Pods use all of its keys.
    if (keys.length === 0) return [`--from-env-file=${name}.env`];
    return keys.map((entry) => `--from-file=${entry}`);
  }
}

/** The type that the API server would expect for these keys. */
export function secretType(keys: readonly string[]): string {
  const known = Object.entries(TYPICAL).find(([, typical]) => typical.every((key) => keys.includes(key)));
  return known?.[0] ?? GENERIC;
}

/** `tls.crt`, `config.json`: the value is a file. */
const isFile = (key: string): boolean => key.includes('.');

// The command that creates a Secret in the cluster. No value is on its command line: a single one comes through a pipe
// from a variable, several come from files in the current folder that are named as their keys.

import { fedByVariable, shellCommand, variableFor } from '../render/shell';

export interface WantedSecret {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
  /** Absent where only its keys tell. */
  readonly type?: string;
}

export interface Creation {
  readonly type: string;
  readonly command: string;
}

const GENERIC = 'Opaque';
const TLS = 'kubernetes.io/tls';
const DOCKER = 'kubernetes.io/dockerconfigjson';

/** Keys of which each type has exactly these. */
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
    // Pods take whatever it holds.
    if (keys.length === 0) return [`--from-env-file=${name}.env`];
    return keys.map((entry) => `--from-file=${entry}`);
  }
}

/** What the API server would ask of a Secret with such keys. */
export function secretType(keys: readonly string[]): string {
  const known = Object.entries(TYPICAL).find(([, typical]) => typical.every((key) => keys.includes(key)));
  return known?.[0] ?? GENERIC;
}

/** `tls.crt`, `config.json`: it is a file already. */
const isFile = (key: string): boolean => key.includes('.');

// The command that makes a Secret in the cluster. It holds no value: those come from variables and files.

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
  const parts = ['kubectl create secret', subcommand, name, '--namespace', namespace, ...kind, ...sources()];
  return { type, command: parts.join(' ') };

  function sources(): string[] {
    if (subcommand === 'tls') return ['--cert=tls.crt', '--key=tls.key'];
    // Pods take whatever it holds.
    if (keys.length === 0) return [`--from-env-file=${name}.env`];
    return keys.map((key) => (isFile(key) ? `--from-file=${key}` : `--from-literal=${key}="\${${variable(key)}:?}"`));
  }
}

/** What the API server would ask of a Secret with such keys. */
export function secretType(keys: readonly string[]): string {
  const known = Object.entries(TYPICAL).find(([, typical]) => typical.every((key) => keys.includes(key)));
  return known?.[0] ?? GENERIC;
}

/** `tls.crt`, `config.json`: the file of that name in the current folder. */
const isFile = (key: string): boolean => key.includes('.');

const variable = (key: string): string =>
  key
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]/g, '_')
    .replace(/^(?=\d)/, '_');

// The addresses that pods are configured with: in variables, arguments, and ConfigMaps that they read. Secrets are not
// searched, because nothing in the report may come from a credential.

import { referencedObjects } from '../../../k8s/object/references';
import type { Inventory, PodOwner } from '../../../render/checks/inventory';
import { isMap } from '../../../values/scalar';

export interface Address {
  /** `daytona-api.daytona.svc.cluster.local`, `app.daytona.io` */
  readonly host: string;
  readonly port?: number;
  /** Whether it is certainly an address: it has a scheme. */
  readonly isUrl: boolean;
  /** Whether the text has a port, or its name says that it is an address. */
  readonly isLikely: boolean;
}

const ADDRESS =
  /(?:\b([a-z][a-z0-9+.-]*):\/\/(?:[^\s/@"'<>]*@)?)?((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::(\d{1,5})\b)?/g;

const NAMES_ADDRESS = /host|addr|url|uri|endpoint|server|domain|broker|upstream|proxy_pass/i;

const PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  postgres: 5432,
  redis: 6379,
  rediss: 6379,
  ssh: 22,
};

/** In order of appearance, each once. */
export function addressesOf(pod: PodOwner, inventory: Inventory): Address[] {
  const found = new Map<string, Address>();
  for (const [name, text] of textsOf(pod, inventory)) {
    for (const address of addressesIn(name, text)) {
      const key = `${address.host}:${address.port ?? ''}`;
      const known = found.get(key);
      found.set(key, {
        ...address,
        isUrl: address.isUrl || known?.isUrl === true,
        isLikely: address.isLikely || known?.isLikely === true,
      });
    }
  }
  return [...found.values()];
}

function* addressesIn(name: string, text: string): Generator<Address> {
  for (const line of text.split('\n')) {
    if (/^\s*(#|\/\/)/.test(line)) continue;
    for (const [, scheme, host = '', digits] of line.matchAll(ADDRESS)) {
      const isUrl = scheme !== undefined;
      const port = digits === undefined ? PORTS[scheme ?? ''] : Number(digits);
      const isNamed = NAMES_ADDRESS.test(text.includes('\n') ? line.slice(0, line.indexOf(host)) : name);
      const isLikely = isUrl || digits !== undefined || isNamed;
      yield { host: host.toLowerCase(), ...(port === undefined ? {} : { port }), isUrl, isLikely };
    }
  }
}

function* textsOf({ spec, namespace }: PodOwner, inventory: Inventory): Generator<[name: string, text: string]> {
  for (const { env = [], args = [], command = [] } of [...(spec.initContainers ?? []), ...spec.containers]) {
    for (const { name, value } of env) if (value) yield [name, value];
    for (const text of [...command, ...args]) yield [/^--?([\w-]+)=/.exec(text)?.[1] ?? '', text];
  }
  const maps = new Set([...referencedObjects(spec)].flatMap(({ kind, name }) => (kind === 'ConfigMap' ? [name] : [])));
  for (const name of maps) {
    const data = inventory.find('ConfigMap', namespace, name)?.data;
    for (const [key, text] of Object.entries(isMap(data) ? data : {})) yield [key, String(text)];
  }
}

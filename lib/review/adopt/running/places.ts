// The places of credentials in objects: keys of Secrets, and variables of containers.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Manifest } from '../../../k8s/object/manifest';
import { podOwners } from '../../../k8s/object/pod-owner';
import { type ObjectReference, referencedObjects } from '../../../k8s/object/references';
import { type Container, containersOf, type Reader, secretData } from './installed';

export interface Place {
  /** `Secret/web-api password` or `Deployment/web-api/api PASSWORD`. */
  readonly name: string;
  readonly read: (live: Live) => Reading;
}

/** What is at a place. `hidden`: a variable from a Secret outside the objects; `nothing`: it exists, but is empty. */
export type Reading = { readonly text: string } | { readonly hidden: Reader } | 'nothing' | 'no place';

/** The running objects, indexed by place. */
export interface Live {
  readonly secrets: ReturnType<typeof secretData>;
  readonly containers: ReadonlyMap<string, Container>;
  /** What each workload reads from Secrets, by kind and name. */
  readonly reads: ReadonlyMap<string, readonly SecretReference[]>;
}

export const liveOf = (objects: readonly Manifest[]): Live => ({
  secrets: secretData(objects),
  containers: new Map(containersOf(objects).map((container) => [container.key, container])),
  reads: secretsByReader(objects),
});

/** The places of each text in `objects`: Secrets first, then the variables that read them. */
export function placesOf(objects: readonly Manifest[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  const add = (text: string, place: Place) => places.set(text, [...(places.get(text) ?? []), place]);
  const secrets = secretData(objects);
  const reads = [...secretsByReader(objects)];
  for (const [secret, data] of secrets) {
    for (const [key, text] of data) {
      const isRead = (one: SecretReference) => one.name === secret && (one.key ?? key) === key;
      const readers = reads.filter(([, all]) => all.some(isRead)).map(([reader]) => reader);
      add(text, secretKey(secret, key, readers));
    }
  }
  for (const { key, env, envFrom } of containersOf(objects)) {
    for (const { name, value, secret } of env) {
      const text = value ?? (secret && secrets.get(secret.name)?.get(secret.key));
      if (text !== undefined) add(text, variable(key, name));
    }
    for (const secret of envFrom) {
      for (const [name, text] of secrets.get(secret) ?? []) add(text, variable(key, name));
    }
  }
  return places;
}

const readingOf = (text: string | undefined): Reading => (text ? { text } : 'nothing');

const secretKey = (secret: string, key: string, readers: readonly string[]): Place => ({
  name: `Secret/${secret} ${key}`,
  read: (live) => {
    const data = live.secrets.get(secret);
    if (data) return readingOf(data.get(key));
    return readers.length === 0 || readers.some((reader) => readsOnlyShown(live, reader)) ? 'nothing' : 'no place';
  },
});

/** Whether the workload exists and every Secret that it reads is shown, so that it reads no other one. */
const readsOnlyShown = ({ reads, secrets }: Live, reader: string): boolean =>
  reads.get(reader)?.every(({ name }) => secrets.has(name)) === true;

/** A Secret, and the key that is read; without one, all keys. */
type SecretReference = Pick<ObjectReference, 'name' | 'key'>;

function secretsByReader(objects: readonly Manifest[]): Map<string, readonly SecretReference[]> {
  return new Map(
    podOwners(objects).map(({ object, spec }) => {
      const all = [...referencedObjects(spec ?? ({} as IPodSpec))].filter(({ kind }) => kind === 'Secret');
      return [`${object.kind}/${object.metadata.name}`, all];
    }),
  );
}

const variable = (container: string, name: string): Place => ({
  name: `${container} ${name}`,
  read: ({ containers, secrets }) => {
    const running = containers.get(container);
    if (running === undefined) return 'no place';
    const found = running.env.findLast((candidate) => candidate.name === name);
    if (found?.value !== undefined) return readingOf(found.value);
    if (found?.secret) {
      const data = secrets.get(found.secret.name);
      return data
        ? readingOf(data.get(found.secret.key))
        : { hidden: { container, variable: name, secret: found.secret } };
    }
    return readingOf(running.envFrom.map((secret) => secrets.get(secret)?.get(name)).findLast((text) => text));
  },
});

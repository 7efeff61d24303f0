// Objects without credentials, and the check that a report contains none.

import { apiGroup, type Manifest } from '../../k8s/object/manifest';
import { hasPassword, isCredentialKey } from '../../k8s/secret/credential-name';
import { credentialsIn } from '../../render/checks/secrets/credentials';
import { isMap } from '../../values/scalar';
import { HIDDEN, maskOf } from '../diff/report/mask';

/** The objects with the contents of their Secrets, and what looks like a credential elsewhere, hidden. */
export function maskedObjects(objects: readonly Manifest[], known = objects): Manifest[] {
  // User names and addresses in Secrets are often parts of other names.
  const mask = maskOf(known.filter(isSecret).map(onlyCredentials));
  return objects.map((object) => {
    const { metadata, ...rest } = object;
    const fields = Object.entries(rest).map(([key, value]) => [
      key,
      isSecret(object) && (key === 'data' || key === 'stringData') ? hidden(value) : mask(object, [key], value),
    ]);
    const own = Object.entries(metadata).map(([key, value]) => [key, mask(object, ['metadata', key], value)]);
    return { ...(Object.fromEntries(fields) as Manifest), metadata: Object.fromEntries(own) as Manifest['metadata'] };
  });
}

const isSecret = (object: Manifest): boolean => object.kind === 'Secret' && apiGroup(object) === '';

const hidden = (value: unknown): unknown =>
  isMap(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, HIDDEN])) : value;

function onlyCredentials(secret: Manifest): Manifest {
  const keep = (map: unknown, decode: (text: string) => string) =>
    Object.fromEntries(
      Object.entries(isMap(map) ? map : {}).filter(
        ([key, value]) => isCredentialKey(key) || hasPassword(decode(String(value))),
      ),
    );
  const data = keep(secret.data, (text) => Buffer.from(text, 'base64').toString());
  return { ...secret, data, stringData: keep(secret.stringData, (text) => text) };
}

/** What must not be in a report: collected from every release, and from what it is compared with. */
export class CredentialGuard {
  private readonly places = new Map<string, string>();

  add(objects: readonly Manifest[]): void {
    for (const { place, value } of credentialsIn(objects)) {
      this.places.set(value, place);
      this.places.set(Buffer.from(value).toString('base64'), place);
    }
  }

  /** Throws if the text contains the value of a Secret. */
  check(text: string): void {
    for (const [value, place] of this.places) {
      // In HTML, SVG and JSON, some characters are escaped: each line of letters and digits counts.
      const part = longestPlain(value);
      if (text.includes(value) || (part.length >= SHORTEST && text.includes(part))) {
        throw new Error(`no report was written: it would contain ${place}. Please report this as a bug`);
      }
    }
  }
}

/** Shorter parts also appear by coincidence. */
const SHORTEST = 16;

const longestPlain = (value: string): string =>
  value.split(/[^A-Za-z0-9+/=_.-]+/).reduce((longest, part) => (part.length > longest.length ? part : longest), '');

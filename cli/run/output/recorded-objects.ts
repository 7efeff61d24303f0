// The objects that earlier runs wrote into an output folder.

import { type Manifest, objectKey } from '../../../lib/k8s/object/manifest';
import type { ReleaseFiles } from '../../../lib/output/index/output-index';
import { isRequirementsFile } from '../../../lib/requirements/file';
import { manifestsOfText } from '../../../lib/review/diff/documents';
import { partsOf } from '../../../lib/yaml/yaml';

/** The first lines of an object as this tool writes it. */
const HEAD = /^apiVersion: (.+)\nkind: (.+)\nmetadata:\n {2}name: (.+)\n(?: {2}namespace: (.+)\n)?/;

/** Identities of the objects of each release, as far as its files still exist. */
export function* recordedObjects(
  releases: ReadonlyMap<string, ReleaseFiles>,
  read: (path: string) => string | undefined,
): Generator<readonly [release: string, object: string]> {
  for (const [release, files] of releases) {
    for (const path of Object.keys(files)) {
      const text = isRequirementsFile(path) ? undefined : read(path);
      if (text === undefined) continue;
      for (const object of identitiesOf(path, text)) yield [release, object];
    }
  }
}

/** There may be thousands of files, so only edited files are parsed. */
function identitiesOf(file: string, text: string): string[] {
  const heads = partsOf(text).map((document) => HEAD.exec(document));
  if (heads.every((head) => head !== null)) return heads.map(identityOf);
  try {
    return manifestsOfText(file, text).map(objectKey);
  } catch {
    // `verify` reports it.
    return [];
  }
}

function identityOf([, apiVersion = '', kind = '', name = '', namespace]: RegExpExecArray): string {
  const metadata = { name: plain(name), ...(namespace === undefined ? {} : { namespace: plain(namespace) }) };
  const object: Manifest = { apiVersion: plain(apiVersion), kind: plain(kind), metadata };
  return objectKey(object);
}

/** Names are plain, or quoted as in JSON. */
const plain = (scalar: string): string => (scalar.startsWith('"') ? (JSON.parse(scalar) as string) : scalar);

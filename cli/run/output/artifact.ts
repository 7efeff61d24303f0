// The output folders of a run as one artifact for a container registry.

import { resolve } from 'node:path';
import { plainPath } from '../../../lib/delivery/paths';
import { readIndex } from '../../../lib/output/index/parse-index';
import { ociLayout } from '../../../lib/output/oci/layout';
import type { TarFile } from '../../../lib/output/oci/tar';
import { writeOciLayout } from '../../../lib/output/oci/write';
import { OutputTree } from '../../../lib/output/tree/output-tree';
import { visible } from '../../../lib/values/visible';
import { linkFreeFolders } from '../../files/link-free-folders';
import type { Io } from '../../io';
import { note } from '../../print/report';

const TAG = 'latest';

/** Writes the folder `artifact`. `places` are the paths of the output folders in it. Throws for manifests with credentials. */
export function writeArtifact(
  io: Io,
  artifact: string,
  places: ReadonlyMap<string, string>,
  config: string | undefined,
): void {
  const bases = linkFreeFolders(io, config);
  const files = [...places].flatMap(([output, path]) => filesOf(resolve(io.cwd, output), bases, path));
  const exposed = files.find(({ content }) => holdsSecret(content.toString('utf8')));
  if (exposed) {
    throw new Error(
      `${artifact} was not written: ${exposed.path} contains credentials, which everyone who pulls the artifact could read (use --secrets existing, external-secrets, sealed-secrets or sops)`,
    );
  }
  const layout = ociLayout(files, TAG);
  writeOciLayout({ folder: resolve(io.cwd, artifact), bases }, layout);
  note(io, visible(`${artifact}: OCI image layout with ${files.length} files, ${layout.digest}`));
}

/** The files of every release in an output folder, including those of earlier runs. */
function filesOf(folder: string, bases: readonly string[], path: string): TarFile[] {
  const tree = OutputTree.open({ folder, bases });
  if (!tree) return [];
  try {
    const names = [...readIndex(tree).releases.values()].flatMap((files) => Object.keys(files));
    return names.map((name) => ({ path: plainPath(`${path}/${name}`), content: tree.readBytes(name) }));
  } finally {
    tree.close();
  }
}

const holdsSecret = (text: string): boolean =>
  text
    .split(/^---$/m)
    .some((part) => /^kind: Secret$/m.test(part) && /^(data|stringData):/m.test(part) && !/^sops:/m.test(part));

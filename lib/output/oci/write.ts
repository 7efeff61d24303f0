// Writes an OCI image layout to a folder. The index comes last: until then, the folder contains the earlier image.

import type { Directory } from '../tree/directory';
import { makeRoot, type RootOptions } from '../tree/root';
import { INDEX, LAYOUT_FILE, LAYOUT_TEXT, type OciLayout } from './layout';

const BLOB = /^[0-9a-f]{64}$/;
const MODE = 0o644;

/** Throws for a folder that contains anything other than an OCI image layout. */
export function writeOciLayout(options: RootOptions, { blobs, index }: OciLayout): void {
  const { root } = makeRoot(options);
  try {
    const names = root.names();
    if (names.length > 0 && !names.includes(LAYOUT_FILE)) {
      throw new Error(`${options.folder} is not empty and does not contain an OCI image layout`);
    }
    root.makeFolder('blobs');
    const above = root.open('blobs');
    try {
      above.makeFolder('sha256');
      writeBlobs(above, blobs, () => {
        replace(root, LAYOUT_FILE, LAYOUT_TEXT);
        replace(root, INDEX, index);
      });
    } finally {
      above.close();
    }
  } finally {
    root.close();
  }
}

/** Adds blobs, calls the function that writes the index, and removes blobs that the index no longer lists. */
function writeBlobs(above: Directory, blobs: OciLayout['blobs'], writeIndex: () => void): void {
  const folder = above.open('sha256');
  try {
    for (const [name, content] of blobs) replace(folder, name, content);
    writeIndex();
    for (const name of folder.names()) if (BLOB.test(name) && !blobs.has(name)) folder.unlink(name);
  } finally {
    folder.close();
  }
}

function replace(folder: Directory, name: string, content: string | Buffer): void {
  const temporary = `.${name}.new`;
  if (folder.stats(temporary)) folder.unlink(temporary);
  folder.create(temporary, content, MODE);
  folder.rename(temporary, folder, name);
}

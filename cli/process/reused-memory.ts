// Reads files one after the other into the same memory. The kernel takes longer to provide new memory than to read a file.

import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** Most files fit in. Memory that is never written costs nothing. */
const USUAL_BYTES = 2 ** 21;

const CHUNK_BYTES = 2 ** 16;

let memory: Buffer | undefined;
let chunk: Buffer | undefined;

/** The next `length` bytes of a file, or fewer if it ends before. They are valid until the next call. */
export function readNext(descriptor: number, length: number): Buffer {
  if (!memory || memory.length < length) memory = Buffer.allocUnsafeSlow(Math.max(length, USUAL_BYTES));
  return fill(memory, descriptor, length);
}

/** Whether the file continues with these bytes. */
export function continuesWith(descriptor: number, bytes: Buffer): boolean {
  chunk ??= Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const part = bytes.subarray(at, at + CHUNK_BYTES);
    if (!fill(chunk, descriptor, part.length).equals(part)) return false;
  }
  return true;
}

/** The content of a file of ASCII text, and its size and times. */
export function readScript(path: string): { readonly text: string; readonly stats: Stats } {
  const descriptor = openSync(path, 'r');
  try {
    const stats = fstatSync(descriptor);
    return { text: readNext(descriptor, stats.size).toString('latin1'), stats };
  } finally {
    closeSync(descriptor);
  }
}

function fill(room: Buffer, descriptor: number, length: number): Buffer {
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, room, filled, length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return room.subarray(0, filled);
}

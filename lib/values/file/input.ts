// Reads input files: regular files and pipes, up to a size limit.

import { isUtf8 } from 'node:buffer';
import { closeSync, constants, existsSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { InputError } from '../problem';

const MIB = 2 ** 20;

/** Maximum size of a file that is read as a whole, such as a values file. */
export const INPUT_LIMIT = 16 * MIB;

/** Maximum size of a table: a few hundred thousand rows. */
export const TABLE_LIMIT = 64 * MIB;

/** Maximum size of manifests to compare with: what fits into a string. */
export const MANIFESTS_LIMIT = 511 * MIB;

/** Maximum length of a value. The API server rejects objects larger than 1.5 MiB. */
export const TEXT_LIMIT = MIB;

/** The text of an input file. Throws `InputError` if it cannot be read or is larger than `limit` bytes. */
export function readInput(fileAsNamed: string, absolutePath: string, limit: number = INPUT_LIMIT): string {
  return decodeText(fileAsNamed, bytesOf(fileAsNamed, absolutePath, limit));
}

/** The text of manifests or of a file that describes them. Throws `InputError` if it cannot be read. */
export function readText(fileAsNamed: string, absolutePath: string): string {
  return readInput(fileAsNamed, absolutePath, MANIFESTS_LIMIT);
}

/** Whether there is a file, folder or device with that name. */
export function isThere(absolutePath: string): boolean {
  return existsSync(absolutePath);
}

/** Whether it can be read only once, such as the `<(...)` of a shell. */
export function isPipe(absolutePath: string): boolean {
  return statSync(absolutePath, { throwIfNoEntry: false })?.isFIFO() === true;
}

/** Contents of pipes, which can be read only once. */
const pipes = new Map<string, Uint8Array>();

/** Reads those of `paths` that are pipes, so that later reads do not wait. A failure shows up when it is read again. */
export function readPipes(paths: Iterable<string>): void {
  for (const path of new Set(paths)) {
    if (!isPipe(path)) continue;
    try {
      bytesOf(path, path, TABLE_LIMIT);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
}

/** The size of a file, or of a pipe that was read; 0 if there is none. */
export const sizeOf = (absolutePath: string): number =>
  pipes.get(absolutePath)?.length ?? statSync(absolutePath, { throwIfNoEntry: false })?.size ?? 0;

/** Called with the absolute path of every file that is about to be read. */
let listener: (path: string) => void = () => undefined;

/** Does `work`, and calls `onRead` with the absolute path of each input file before it is read, even if that fails. */
export async function listeningToReads<T>(onRead: (path: string) => void, work: () => Promise<T>): Promise<T> {
  const before = listener;
  listener = onRead;
  try {
    return await work();
  } finally {
    listener = before;
  }
}

function bytesOf(source: string, path: string, limit: number): Uint8Array {
  listener(path);
  try {
    const known = pipes.get(path);
    if (known) return within(source, known, limit);
    const kind = kindOf(statSync(path));
    const bytes = read(source, path, kind, limit);
    if (kind === 'pipe') pipes.set(path, bytes);
    return within(source, bytes, limit);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw unreadable(source, REASONS[code] ?? `cannot be read (${code})`);
  }
}

type Kind = 'file' | 'pipe' | 'nothing' | 'directory' | 'socket' | 'device';

function kindOf(stats: Stats): Kind {
  if (stats.isFile()) return 'file';
  if (stats.isFIFO()) return 'pipe';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSocket()) return 'socket';
  if (!stats.isCharacterDevice()) return 'device';
  // Loaded here because it is slow to load.
  const { devNull } = require('node:os') as typeof import('node:os');
  return stats.rdev === statSync(devNull).rdev ? 'nothing' : 'device';
}

const READABLE: ReadonlySet<Kind> = new Set(['file', 'pipe', 'nothing']);

function read(source: string, path: string, kind: Kind, limit: number): Uint8Array {
  if (!READABLE.has(kind)) throw unreadable(source, `is a ${kind} (expected a file)`);
  // Non-blocking, unless waiting for a writer is intended. The constant is missing on Windows.
  const mode = kind === 'pipe' ? 0 : (constants.O_NONBLOCK ?? 0);
  const descriptor = openSync(path, constants.O_RDONLY | mode);
  try {
    const stats = fstatSync(descriptor);
    if (kindOf(stats) !== kind) throw unreadable(source, 'was replaced while it was opened');
    return readAll(descriptor, stats.size, limit);
  } finally {
    closeSync(descriptor);
  }
}

const CHUNK = 2 ** 16;

/** Everything from `descriptor`, but not much more than `limit` bytes. */
function readAll(descriptor: number, size: number, limit: number): Uint8Array {
  const chunks: Buffer[] = [];
  let total = 0;
  let length = Math.min(size, limit) + 1;
  while (total <= limit) {
    const chunk = Buffer.allocUnsafe(length);
    const count = readSync(descriptor, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
    length = Math.max(CHUNK, length - count);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

function within(source: string, bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.length > limit) throw unreadable(source, `larger than ${Math.floor(limit / MIB)} MiB`);
  return bytes;
}

/** Bytes of an input as the UTF-8 text they must be, without byte order mark. */
export function decodeInput(source: string, bytes: Uint8Array): string {
  return decodeText(source, within(source, bytes, INPUT_LIMIT));
}

/** Bytes as the UTF-8 text they must be, without byte order mark. */
export function decodeText(source: string, bytes: Uint8Array): string {
  const text = utf8(bytes);
  // UTF-16 without a byte order mark is valid UTF-8, with a NUL after each letter.
  if (text === undefined || text.includes('\0')) throw unreadable(source, 'is not UTF-8 text');
  return text;
}

const BYTE_ORDER_MARK = '\uFEFF';

function utf8(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory (expected a file)',
  EACCES: 'no permission to read it',
  ENOTDIR: 'no such file',
  ELOOP: 'is a symbolic link loop',
};

const unreadable = (source: string, message: string) => new InputError([{ path: [], message, origin: { source } }]);

// Files as a tar archive in the POSIX format. The same files give the same bytes.

const BLOCK = 512;
const NAME_LIMIT = 100;

export interface TarFile {
  /** Relative, with parts separated by /. */
  readonly path: string;
  readonly content: Buffer;
}

/** The archive. Files have no owner, and their time is the epoch. */
export function tar(files: readonly TarFile[]): Buffer {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const parts = sorted.flatMap(({ path, content }) => [...longName(path), ...entry(path, '0', content)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** Extended headers for a name that does not fit in a plain header. */
function longName(path: string): Buffer[] {
  if (Buffer.byteLength(path) <= NAME_LIMIT) return [];
  return entry('pax', 'x', Buffer.from(record('path', path)));
}

/** `18 path=some/name\n`: the length includes itself. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = Buffer.byteLength(rest);
  const digits = String(length + String(length).length).length;
  return `${length + digits}${rest}`;
}

function entry(path: string, type: string, content: Buffer): Buffer[] {
  const header = Buffer.alloc(BLOCK);
  header.write(Buffer.from(path).subarray(0, NAME_LIMIT).toString('latin1'), 0, 'latin1');
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return [header, content, padding];
}

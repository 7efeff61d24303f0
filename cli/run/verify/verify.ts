// `verify`: renders each release again, and compares byte by byte. Nothing is written.

import { join, resolve } from 'node:path';
import { readIndex } from '../../../lib/output/index/parse-index';
import { INDEX_FILE } from '../../../lib/output/tree/file-names';
import { OutputTree } from '../../../lib/output/tree/output-tree';
import type { Registry } from '../../../lib/render/registry';
import { visible } from '../../../lib/values/visible';
import { foreignManifests } from '../../files/foreign-manifests';
import { linkFreeFolders } from '../../files/link-free-folders';
import type { Compared, VerifiedFolder } from '../../files/verified-folder';
import type { VerifyFlags } from '../../flags/verify-flags';
import type { Io } from '../../io';
import { demandPath } from '../../plan/plan';
import { OUTPUT } from '../../plan/selection';
import { recordedCommands } from '../../print/recorded-command';
import { Different, warn } from '../../print/report';
import { compareWithConfig } from './verify-config';
import { compareWithRecipes } from './verify-recipes';

export async function verify(
  io: Io,
  tool: string,
  registry: Registry,
  named = OUTPUT,
  flags: VerifyFlags = {},
): Promise<void> {
  demandPath('[dir]', named);
  const root = resolve(io.cwd, named);
  const tree = OutputTree.open({ folder: root, bases: linkFreeFolders(io, flags.config) });
  try {
    const folder: VerifiedFolder = { named, root, tree, index: readIndex(tree) };
    const compared = await compare(io, tool, registry, folder, flags);
    const foreign = tree ? foreignManifests(tree, compared.owned) : [];
    const findings = [...compared.findings, ...foreign.map(({ path, what }) => `${join(named, path)} ${what}`)];
    for (const finding of findings) io.out(`${visible(finding)}\n`);
    if (findings.length > 0) throw new Different();
    io.out(`${named}: ${compared.verdict}\n`);
    if (flags.config === undefined) for (const line of recordedCommands(io, folder)) io.out(`  ${line}\n`);
  } finally {
    tree?.close();
  }
}

async function compare(
  io: Io,
  tool: string,
  registry: Registry,
  folder: VerifiedFolder,
  flags: VerifyFlags,
): Promise<Compared> {
  const { config } = flags;
  const { index, named } = folder;
  if (config !== undefined) return compareWithConfig(io, tool, registry, folder, { ...flags, config });
  if (index.releases.size === 0) throw new Error(`${join(named, INDEX_FILE)}: no rendered releases found in ${named}`);
  if (index.tool !== tool) warn(io, `${named} was written by version ${index.tool}; this is ${tool}`);
  return compareWithRecipes(io, tool, registry, folder, flags);
}

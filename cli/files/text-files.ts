// Manifests from a file, a folder, or a Git revision.

import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { INDEX_FILE } from '../../lib/output/tree/file-names';
import { readText } from '../../lib/values/file/load';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { git } from '../process/git';

export interface TextFiles {
  /** For messages. */
  readonly name: string;
  /** Paths of the manifests and the index, with parts separated by /. */
  readonly paths: readonly string[];
  /** A path for messages. */
  nameOf(path: string): string;
  read(path: string): string;
}

const GIT = 'git:';

export const isRevision = (against: string): boolean => against.startsWith(GIT);

/** Reads `place`: a file, a folder, or the output folder in a revision. */
export function textFilesOf(io: Io, output: string, place: string): TextFiles {
  if (isRevision(place)) return inGit(io, place.slice(GIT.length), output);
  const absolute = resolve(io.cwd, place);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return inFolder(place, absolute);
  return { name: place, paths: [place], nameOf: () => place, read: () => readText(place, absolute) };
}

/** The manifests that `kubectl apply -f` reads from a folder, without subfolders. */
export const manifestFilesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => isFile(entry) && entry.name !== INDEX_FILE && isManifestFile(entry.name))
    .map(({ name }) => name);

export const none = (name: string): TextFiles => ({ name, paths: [], nameOf: (path) => path, read: () => '' });

export const isManifestFile = (path: string): boolean => /\.(ya?ml|json)$/.test(path) || path === INDEX_FILE;

function inFolder(name: string, folder: string): TextFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(isFile)
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.replace(/[/\\]$/, '').length + 1))
    .map((path) => path.split(sep).join('/'))
    .filter(isManifestFile)
    .sort();
  return {
    name,
    paths,
    nameOf: (path) => join(name, path),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
  };
}

/** Also a link, such as the files of a mounted ConfigMap. */
const isFile = (entry: Dirent): boolean =>
  entry.isFile() ||
  (entry.isSymbolicLink() &&
    statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.isFile() === true);

/** The output folder as it was in a revision. */
function inGit(io: Io, revision: string, output: string): TextFiles {
  const ask = (args: readonly string[]): Buffer => {
    try {
      return git(io.cwd, args);
    } catch (error) {
      const { code, stderr } = error as { code?: string; stderr?: Buffer };
      if (code === 'ENOENT') throw new Error('git: not installed, or the current folder does not exist');
      throw new Error(
        `git ${args[0]}: ${String(stderr).trim().split('\n')[0] || `${revision} is no revision of this repository`}`,
      );
    }
  };
  if (revision === '' || revision.startsWith('-'))
    throw new UsageError(`--against ${GIT}${revision}: unknown revision`);
  const [commit = ''] = ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])
    .toString()
    .split('\n');
  // Git prints paths relative to the current folder, no matter how the folder was named.
  const folder = relative(io.cwd, resolve(io.cwd, output)).split(sep).join('/');
  const prefix = folder === '' ? '' : `${folder}/`;
  const listed = ask(['ls-tree', '-r', '-z', commit, '--', prefix || '.'])
    .toString()
    .split('\0')
    .filter(Boolean);
  const objects = new Map(
    listed.map((line) => {
      const [, , id = '', path = ''] = /^(\S+) \S+ (\S+)\t(.*)$/s.exec(line) ?? [];
      return [path.slice(prefix.length), id] as const;
    }),
  );
  const name = `${revision}:${folder || '.'}`;
  return {
    name,
    paths: [...objects.keys()].filter(isManifestFile).sort(),
    nameOf: (path) => `${name}/${path}`,
    read: (path) => ask(['cat-file', 'blob', objects.get(path) ?? '']).toString('utf8'),
  };
}

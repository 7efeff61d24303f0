// What an output folder holds of ours: the files of each release, so that nothing else is ever touched.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './files';

/** Not .json or .yaml: `kubectl apply -f` reads every such file of a folder. */
export const INDEX_FILE = '.sandbox-charts.index';

/** The files of one release: path relative to the folder, with / between its parts, and SHA-256 of the content. */
export type ReleaseFiles = Readonly<Record<string, string>>;

/** How to render a release again. Paths are relative to the output folder, with / between their parts. */
export interface Recipe {
  readonly chart: string;
  readonly layout: Layout;
  /** The flags of `synth`, by their names in `SynthFlags`, without any secret value. */
  readonly flags: Readonly<Record<string, string | readonly string[]>>;
  /** SHA-256 of each file that was read. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Why it cannot be rendered again; absent when it can. */
  readonly unreproducible?: string;
}

export interface OutputIndex {
  /** Version of the tool that wrote the folder. */
  readonly tool: string;
  readonly releases: Readonly<Record<string, ReleaseFiles>>;
  /** By release; absent where a program wrote it. */
  readonly recipes?: Readonly<Record<string, Recipe>>;
}

/** The index of a folder; an empty one where there is none. Throws when it cannot be read. */
export function readIndex(folder: string): OutputIndex {
  let text: string;
  try {
    text = readFileSync(join(folder, INDEX_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { tool: '', releases: {} };
    throw error;
  }
  return parseIndex(join(folder, INDEX_FILE), text);
}

/** The index that `file` holds. Throws when it is none. */
export function parseIndex(file: string, text: string): OutputIndex {
  try {
    const index = JSON.parse(text) as OutputIndex;
    for (const files of Object.values(index.releases)) {
      for (const path of Object.keys(files)) if (!isInside(path)) throw new Error(`names a file outside: ${path}`);
    }
    return index;
  } catch (error) {
    throw new Error(`${file} is damaged (${(error as Error).message}): restore it, or empty the folder`);
  }
}

export const indexText = (index: OutputIndex): string => `${JSON.stringify(index, undefined, 2)}\n`;

const isInside = (file: string): boolean =>
  file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

// Where rendered releases go: to standard output, or to files, see ./folder-sink.

import { resolve } from 'node:path';
import { isSecret } from '../../../lib/output/release-files';
import type { Finished } from '../../../lib/pipeline/pipeline';
import { toYaml } from '../../../lib/yaml/yaml';
import { UsageError } from '../../flags/usage';
import type { Io } from '../../io';
import type { Plan } from '../../plan/plan';

/** Takes the rendered releases one by one. Nothing is visible before `end`. */
export interface Sink {
  /** The files that an earlier run wrote for a release. */
  earlier(plan: Plan): readonly string[];
  take(release: Finished, plan: Plan): void;
  /** `signal` cancels waiting for another run, and for Git. */
  end(signal?: AbortSignal): void | Promise<void>;
  /** Discards everything. */
  drop(): void;
}

export function toStdout(io: Io): Sink {
  const documents: string[] = [];
  let isPrivate = false;
  return {
    earlier: () => [],
    take: ({ objects, folders }) => {
      if (folders) throw new UsageError('--stdout cannot be used with --target flux, which needs folders');
      documents.push(toYaml(objects));
      isPrivate ||= objects.some(isSecret);
    },
    end: () => {
      const text = documents.join('---\n');
      if (isPrivate) io.outPrivate(text);
      else io.out(text);
    },
    drop: () => undefined,
  };
}

/** Absolute path of the folder that a release goes to. */
export const folderOf = (io: Io, output: string, fixed: boolean) => {
  const folders = new Map<string, string>();
  return (plan: Plan): string => {
    const named = fixed ? output : (plan.output ?? output);
    const folder = folders.get(named) ?? resolve(io.cwd, named);
    folders.set(named, folder);
    return folder;
  };
};

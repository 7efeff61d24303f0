// The commands that an index records. They are inputs like files, so reviewers must see them.

import type { Recipe } from '../../lib/output/index/output-index';
import { listSummary } from '../../lib/values/list-summary';
import { visible } from '../../lib/values/visible';
import { flagsOf } from '../files/recipe';
import type { VerifiedFolder } from '../files/verified-folder';
import type { SynthFlags } from '../flags/flags';
import type { Io } from '../io';

/** One line per command, with its releases. */
export function recordedCommands(io: Io, { index, root }: VerifiedFolder): string[] {
  const commands = new Map<string, string[]>();
  for (const [release, recipe] of index.recipes) {
    const command = commandOf(recipe, flagsOf(io, recipe, root));
    if (command !== undefined) commands.set(command, [...(commands.get(command) ?? []), release]);
  }
  return [...commands].map(([command, [first = '', ...others]]) => `${listSummary(first, others.length)}: ${command}`);
}

function commandOf({ chart, layout, unreproducible }: Recipe, flags: SynthFlags): string | undefined {
  if (unreproducible !== undefined) return undefined;
  const words = Object.entries(flags).flatMap(([flag, value]) =>
    [value].flat().map((each) => `${SHORT[flag] ?? `--${kebab(flag)}`} ${quoted(each)}`),
  );
  const all = ['sandbox-charts synth', ...(flags.config === undefined ? [chart] : []), ...words];
  return [...all, ...(layout === 'objects' ? ['--layout objects'] : [])].join(' ');
}

const SHORT: Readonly<Record<string, string>> = { config: '-c', values: '-f', namespace: '-n' };

const kebab = (flag: string): string => flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${visible(word).replaceAll("'", `'\\''`)}'`;
}

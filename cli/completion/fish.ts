// The completion script for fish.

import type { Candidates, OptionModel, ProgramModel } from './model';

export function fishScript({ name, options, commands }: ProgramModel): string {
  const complete = `complete -c ${name}`;
  const lines = [`# fish completion for ${name}`, `${complete} -f`];
  for (const option of options) lines.push(`${complete} ${optionArguments(name, option)}`);
  for (const command of commands) {
    lines.push(`${complete} -n __fish_use_subcommand -a ${command.name} -d ${quote(command.description)}`);
  }
  for (const command of commands) {
    const chosen = `__fish_seen_subcommand_from ${command.name}`;
    if (typeof command.argument === 'object' && 'words' in command.argument) {
      const words = command.argument.words.join(' ');
      const open = `${chosen}; and not __fish_seen_subcommand_from ${words}`;
      lines.push(`${complete} -n ${quote(open)} -a ${quote(words)}`);
    }
    if (command.argument === 'asked') lines.push(`${complete} -n ${quote(chosen)} -a ${quote(ask(name))}`);
    for (const option of command.options) {
      lines.push(`${complete} -n ${quote(chosen)} ${optionArguments(name, option)}`);
      lines.push(
        ...wordsByChart(option).map(([chart, text]) => `${complete} -n ${quote(`${chosen}; and ${chart}`)} ${text}`),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function optionArguments(name: string, { flags, description, value }: OptionModel): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [...names, ...(value ? [valueArguments(name, value)] : []), `-d ${quote(description)}`].join(' ');
}

/** The words for each chart, if it is on the command line. */
function wordsByChart({ flags, value }: OptionModel): (readonly [condition: string, text: string])[] {
  if (typeof value !== 'object' || !('ofCharts' in value)) return [];
  const [long = ''] = flags.slice(-1);
  return [...value.ofCharts]
    .filter(([, words]) => words.length > 0)
    .map(([chart, words]) => [
      `__fish_seen_subcommand_from ${chart}`,
      `-l ${long.slice(2)} -x -a ${quote(words.join(' '))}`,
    ]);
}

function valueArguments(name: string, value: Candidates): string {
  if (value === 'text') return '-x';
  if (value === 'asked' || value === 'paths') return `-x -a ${quote(ask(name))}`;
  if (value === 'files') return '-r -F';
  if (typeof value === 'object' && 'ofCharts' in value) return '-x';
  return value === 'folders' ? "-x -a '(__fish_complete_directories)'" : `-x -a ${quote(value.words.join(' '))}`;
}

const ask = (name: string) =>
  `(${name} completion fish -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null </dev/null)`;

const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

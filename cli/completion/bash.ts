// The completion script for bash, including bash 3.2.

import type { Candidates, CommandModel, OptionModel, ProgramModel, WordsByChart } from './model';

export function bashScript({ name, options, commands }: ProgramModel): string {
  return `# bash completion for ${name}
# shellcheck disable=SC2207 # no candidate holds a space
_sandbox_charts_ask() {
  "\${COMP_WORDS[0]}" completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null
}
_sandbox_charts() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' flags arguments asked='' i
  # bash splits --layout=objects into three words
  if [[ "$previous" == = ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [[ "$word" == = ]]; then word=''; fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${commands.map((command) => command.name).join(' | ')}) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command" in
    '')
      flags='${flagsOf(options)}'
      arguments='${commands.map((command) => command.name).join(' ')}'
      ;;
${commands.map((command) => commandCase(command, options)).join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
    *) if [[ -n "$asked" ]]; then arguments="$(_sandbox_charts_ask)"; fi ;;
  esac
  case "$word" in
    -*) ;;
    *) COMPREPLY=($(compgen -W "$arguments" -- "$word")) ;;
  esac
}
complete -F _sandbox_charts ${name}
`;
}

function commandCase({ name, options, argument }: CommandModel, shared: readonly OptionModel[]): string {
  const valued = options.flatMap(({ flags, value }) =>
    value ? [`        ${flags.join(' | ')}) ${reply(value)} ;;`] : [],
  );
  return [
    `    ${name})`,
    ...(valued.length > 0 ? ['      case "$previous" in', ...valued, '      esac'] : []),
    `      flags='${flagsOf([...options, ...shared])}'`,
    ...(argument === 'asked' ? ['      asked=1'] : []),
    `      arguments='${typeof argument === 'object' && 'words' in argument ? argument.words.join(' ') : ''}'`,
    '      ;;',
  ].join('\n');
}

const ASK = 'COMPREPLY=($(compgen -W "$(_sandbox_charts_ask)" -- "$word")); return';

/** Sets the candidates for the value of an option, and returns. */
function reply(value: Candidates): string {
  if (value === 'text') return 'return';
  if (value === 'files') return 'compopt -o default 2>/dev/null; return';
  if (value === 'folders') return 'compopt -o dirnames 2>/dev/null; return';
  if (value === 'asked') return ASK;
  if (value === 'paths') return `compopt -o nospace 2>/dev/null; ${ASK}`;
  if ('ofCharts' in value) return wordsByChart(value);
  return `COMPREPLY=($(compgen -W '${value.words.join(' ')}' -- "$word")); return`;
}

/** Candidates that depend on the chart: any word before the cursor that is one. */
function wordsByChart({ ofCharts }: WordsByChart): string {
  const cases = [...ofCharts].map(
    ([chart, words]) => `${chart}) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word")) ;;`,
  );
  return `for i in "\${COMP_WORDS[@]}"; do case "$i" in ${cases.join(' ')} esac; done; return`;
}

function flagsOf(options: readonly OptionModel[]): string {
  return [...new Set(options.flatMap(({ flags }) => flags))].join(' ');
}

// The completion script for zsh: a file in the fpath, or sourced after compinit.

import type { Candidates, CommandModel, OptionModel, ProgramModel, WordsByChart } from './model';

export function zshScript({ name, options, commands }: ProgramModel): string {
  const listed = commands.map((command) => `    ${quote(`${command.name}:${command.description}`)}`);
  return `#compdef ${name}
# zsh completion for ${name}
_${name}() {
  local context state state_descr line
  local -A opt_args
  local -a commands=(
${listed.join('\n')}
  )
  _arguments -C \\
${options.map((option) => `    ${specification(option)} \\`).join('\n')}
    '1: :->command' \\
    '*:: :->rest' && return
  case "$state" in
    command) _describe command commands ;;
    rest)
      case "$line[1]" in
${commands.map((command) => commandCase(command, options)).join('\n')}
      esac
      ;;
  esac
}
if [[ "$funcstack[1]" == _${name} ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function commandCase({ name, options, argument }: CommandModel, shared: readonly OptionModel[]): string {
  const own = options.map(specification);
  const taken = new Set(options.flatMap(({ flags }) => flags));
  const rest = shared.filter(({ flags }) => !flags.some((flag) => taken.has(flag))).map(specification);
  const place = argument === 'asked' ? '*' : '1';
  const positional = argument ? [quote(`${place}:argument:${action(argument)}`)] : [];
  return [
    `        ${name})`,
    `          _arguments \\`,
    ...joined([...own, ...rest, ...positional]),
    '          ;;',
  ].join('\n');
}

const joined = (lines: readonly string[]) =>
  lines.map((line, index) => `            ${line}${index === lines.length - 1 ? '' : ' \\'}`);

/** `'(-o --output)'{-o,--output}'[folder to write]:value:_files -/'` */
function specification({ flags, description, value, repeatable }: OptionModel): string {
  const argument = value ? `:value:${action(value)}` : '';
  const text = `[${description.replaceAll(/[[\]]/g, '\\$&')}]${argument}`;
  if (flags.length === 1) return quote(`${repeatable ? '*' : ''}${flags[0]}${text}`);
  const exclusive = repeatable ? quote('*') : quote(`(${flags.join(' ')})`);
  return `${exclusive}{${flags.join(',')}}${quote(text)}`;
}

function action(candidates: Candidates): string {
  if (candidates === 'text') return ' ';
  if (candidates === 'asked') return ask('');
  if (candidates === 'paths') return ask("-S '' ");
  if (candidates === 'files') return '_files';
  if (candidates === 'folders') return '_files -/';
  return 'words' in candidates ? `(${candidates.words.join(' ')})` : wordsByChart(candidates);
}

const ask = (options: string) =>
  `{ compadd ${options}-- \${(f)"$(sandbox-charts completion zsh -- "\${(@)words[1,CURRENT]}" 2>/dev/null </dev/null)"} }`;

/** Candidates that depend on the chart: any word of the command line that is one. */
function wordsByChart({ ofCharts }: WordsByChart): string {
  const cases = [...ofCharts]
    .filter(([, names]) => names.length > 0)
    .map(([chart, names]) => `(( $words[(I)${chart}] )) && compadd -- ${names.join(' ')};`);
  return `{ ${cases.join(' ')} }`;
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

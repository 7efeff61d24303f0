// The output of `--help` for all commands as one Markdown page.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const INTRODUCTION = `\`sandbox-charts COMMAND --help\` prints the same for one command.

| exit status | meaning |
|---|---|
| 0 | done; for \`diff\` and \`verify\`: no difference |
| 1 | the input is wrong, or something failed; nothing was written. For \`diff\` and \`verify\`: there is a difference |
| 2 | the command line is wrong. For \`diff\` and \`verify\`: that, or something failed |
| 128 + n | ended by signal n, such as 130 for Ctrl-C |

Manifests and other results go to standard output; warnings, errors and progress go to standard error.
`;

/** The text after the options in the help of a command: examples and more. */
function afterHelp(command) {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 10_000 });
  command.outputHelp();
  return text.slice(command.helpInformation().length).trim();
}

const escaped = (text) => text.replaceAll('<', '\\<');

function optionEntry({ flags, description, argChoices, defaultValue }) {
  const choices =
    argChoices && !argChoices.every((word) => description.includes(word)) ? ` One of ${list(argChoices)}.` : '';
  const preset = defaultValue !== undefined && typeof defaultValue !== 'object' ? ` Default: \`${defaultValue}\`.` : '';
  return `- \`${flags}\`<br>${escaped(description)}${choices || preset ? '.' : ''}${choices}${preset}\n`;
}

const list = (words) => words.map((word) => `\`${word}\``).join(', ');

function argumentEntry(argument) {
  const { description, argChoices } = argument;
  const name = argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
  return `- \`${name}\`<br>${escaped(description)}${argChoices ? `. One of ${list(argChoices)}.` : ''}\n`;
}

function commandSection(command) {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  const after = afterHelp(command);
  const parts = [
    `## \`${command.name()}\``,
    `${escaped(command.description())}.`,
    `\`\`\`text\n${help.commandUsage(command)}\n\`\`\``,
    [...command.registeredArguments.map(argumentEntry), ...options.map(optionEntry)].join('').trimEnd(),
    after && `\`\`\`text\n${after}\n\`\`\``,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** A section for every command of the program. */
export function commandsReference() {
  const { programOf } = require('../../build/cli/main.js');
  const { registry } = require('../../build/charts/registry.js');
  const program = programOf({ out: () => undefined, err: () => undefined, width: 100 }, { version: '', registry });
  const commands = program.createHelp().visibleCommands(program);
  const contents = commands
    .map(
      (command) =>
        `- [\`${command.name()}\`](#${command.name()}): ${escaped(command.summary() || command.description())}\n`,
    )
    .join('');
  const global = program.createHelp().visibleOptions(program).map(optionEntry).join('');
  return [INTRODUCTION, `${contents}\nEvery command takes:\n\n${global}`, ...commands.map(commandSection)].join('\n');
}

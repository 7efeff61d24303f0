// Commands for users to paste into a POSIX shell. Every command that the tool prints or writes comes from here.

/** Means itself in every shell, also as the first word and in zsh. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

const quoted = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** A command whose words reach the program as they are. */
export const shellCommand = (words: readonly string[]): string => words.map(quoted).join(' ');

/**
 * The same with the value of a variable as standard input: on a command line every user of the machine could see it.
 * Nothing runs if the variable is unset or empty.
 */
export function fedByVariable(variable: string, words: readonly string[]): string {
  // A builtin: its arguments are no command line.
  return `test -n "\${${variable}:?}" && printf %s "$${variable}" | ${shellCommand(words)}`;
}

/** Variables that a shell or a login sets itself. */
const TAKEN = /^(ENV|HOME|HOSTNAME|IFS|LANG|LOGNAME|MAIL|OLDPWD|PATH|PPID|PWD|SHELL|TERM|TZ|UID|USER|_*)$/;

/** The name of a variable for the value under `key`: letters, digits and "_" only. */
export function variableFor(key: string): string {
  const name = key.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_');
  return TAKEN.test(name) || /^\d/.test(name) ? `SECRET_${name}` : name;
}

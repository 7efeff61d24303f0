// Commands for users to paste into a POSIX shell. All commands that the tool prints or writes are built here.

/** Needs no quotes in any shell, even as the first word and in zsh. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

const quoted = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** A command line that passes these words unchanged. */
export const shellCommand = (words: readonly string[]): string => words.map(quoted).join(' ');

/**
 * The same with the value of a variable as standard input, because every user of the machine can read command lines.
 * Nothing runs if the variable is unset or empty.
 */
export function fedByVariable(variable: string, words: readonly string[]): string {
  // A shell builtin: other users cannot see its arguments.
  return `test -n "\${${variable}:?}" && printf %s "$${variable}" | ${shellCommand(words)}`;
}

/** Variables that shells or logins set. */
const TAKEN = /^(ENV|HOME|HOSTNAME|IFS|LANG|LOGNAME|MAIL|OLDPWD|PATH|PPID|PWD|SHELL|TERM|TZ|UID|USER|_*)$/;

/** The name of a variable for the value of `key`: only letters, digits and "_". */
export function variableFor(key: string): string {
  const name = key.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_');
  return TAKEN.test(name) || /^\d/.test(name) ? `SECRET_${name}` : name;
}

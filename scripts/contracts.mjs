// Writes the contracts of a chart's programs as Markdown tables.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const code = (word) => `\`${word}\``;
const codes = (words = []) => words.map(code).join(' ');

/** What the programs of a chart need, followed by the sources. */
export function contractTables(chart) {
  const folder = join('test', 'contracts', chart);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /(?<!\.values)\.yaml$/.test(file)) : [];
  const contracts = files.sort().map((file) => parse(readFileSync(join(folder, file), 'utf8')));
  return [
    '| Program | Variables it must have | Others that it reads | Ports | Probe paths | User | Writes to | Permissions |',
    '|---|---|---|---|---|---|---|---|',
    ...contracts.map(needs),
    '',
    '| Program | Source | Guesses |',
    '|---|---|---|',
    ...contracts.map(origins),
    '',
  ].join('\n');
}

const title = ({ program, versions }) => `${program}, ${versions}`;

const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|') || '-').join(' | ')} |`;

function needs(contract) {
  const { variables, ports, probes, user, writes, permissions } = contract;
  return row([
    title(contract),
    codes(variables.required),
    [...(variables.read ?? []).map(code), ...(variables.families ?? []).map((family) => code(`${family}*`))].join(' '),
    ports.listens.map(portInWords).join(', '),
    codes(probes.paths),
    user.ids === 'any' ? 'any' : user.ids.join(', '),
    codes(writes.folders),
    permissions.rules.map(ruleInWords).join('; '),
  ]);
}

const portInWords = ({ port, variable, argument }) =>
  variable || argument ? `${port} (${code(variable ?? argument)})` : String(port);

function ruleInWords({ group, resources, verbs, cluster, optional }) {
  const what = resources.map((resource) => (group ? `${resource}.${group}` : resource)).join(', ');
  return `${what}: ${verbs.join(', ')}${cluster ? ' (cluster)' : ''}${optional ? `, ${optional}` : ''}`;
}

function origins(contract) {
  const sections = Object.entries(contract).filter(([, part]) => typeof part === 'object');
  const sources = [...new Set(sections.flatMap(([, { source }]) => source ?? []))];
  const guesses = sections.flatMap(([name, { guess }]) => (guess ? [`${name}: ${guess}`] : []));
  return row([title(contract), sources.join('; '), guesses.join('; ')]);
}

// Writes the contracts of a chart's programs as Markdown.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const code = (word) => `\`${word}\``;
const codes = (words = []) => words.map(code).join(' ');

const FOLDER = join('test', 'contracts');

const contractsIn = (chart) =>
  readdirSync(join(FOLDER, chart))
    .filter((file) => /(?<!\.values)\.yaml$/.test(file))
    .sort()
    .map((file) => parse(readFileSync(join(FOLDER, chart, file), 'utf8')));

/** What each program of a chart needs, and where that is written. */
export function contractLists(chart) {
  const contracts = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: home }) => contractsIn(home).filter(({ also = [] }) => home === chart || also.includes(chart)));
  return contracts
    .map((contract) => `**${contract.program}, ${contract.versions}**\n\n${itemsOf(contract)}\n`)
    .join('\n');
}

function itemsOf(contract) {
  const { variables, ports, probes, user, writes, permissions } = contract;
  const sections = Object.entries(contract).filter(([, part]) => typeof part === 'object');
  return [
    ['Required variables', codes(variables.required)],
    [
      'Other variables',
      [...(variables.read ?? []).map(code), ...(variables.families ?? []).map((family) => code(`${family}*`))].join(
        ' ',
      ),
    ],
    ['Ports', ports.listens.map(portInWords).join(', ')],
    ['Probe paths', codes(probes.paths)],
    ['User ID', user.ids === 'any' ? 'any' : user.ids.join(', ')],
    ['Writes to', codes(writes.folders)],
    ['Permissions', permissions.rules.map(ruleInWords).join('; ')],
    ['Source', [...new Set(sections.flatMap(([, { source }]) => source ?? []))].join('; ')],
    ['Not confirmed', sections.flatMap(([name, { guess }]) => (guess ? [`${name}: ${guess}`] : [])).join('; ')],
  ]
    .filter(([, text]) => text)
    .map(([label, text]) => `- ${label}: ${text}`)
    .join('\n');
}

const portInWords = ({ port, variable, argument }) =>
  variable || argument ? `${port} (${code(variable ?? argument)})` : String(port);

function ruleInWords({ group, resources, verbs, cluster, optional }) {
  const what = resources.map((resource) => (group ? `${resource}.${group}` : resource)).join(', ');
  return `${what}: ${verbs.join(', ')}${cluster ? ' (cluster)' : ''}${optional ? `, ${optional}` : ''}`;
}

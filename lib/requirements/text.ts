// Requirements as text.

import { listSummary } from '../values/list-summary';
import { visible } from '../values/visible';
import type { GatewayNeed } from './cluster';
import type { KeptNeed } from './kept';
import type { NodeNeed } from './nodes';
import { asksForMore, type NamespaceNeed, type Requirements } from './requirements';

/** Releases with the same requirements are listed together. */
export function requirementsText(all: readonly Requirements[]): string {
  const groups = new Map<string, string[]>();
  for (const requirements of all) {
    const text = linesOf(requirements)
      .map((line) => `  ${visible(line)}\n`)
      .join('');
    groups.set(text, [...(groups.get(text) ?? []), requirements.release]);
  }
  return [...groups].map(([text, releases]) => `${titleOf(releases)}:\n${text}`).join('\n');
}

const titleOf = ([first = '', ...others]: readonly string[]): string => listSummary(first, others.length);

function linesOf(requirements: Requirements): string[] {
  const { namespaces, objects, apis, classes, nodes, devices, hostPaths, hosts, gateways, loadBalancers, policies } =
    requirements;
  const secrets = objects.filter(({ command }) => command !== undefined);
  const others = objects.filter(({ command }) => command === undefined);
  return [
    ...namespaces.flatMap(ofNamespace),
    ...secrets.flatMap(ofSecret),
    ...others.map(ofObject),
    ...apis.map(({ apiVersion, kind, from, by }) => `${kind} of ${apiVersion}${from ? ` (${from})` : ''}: ${few(by)}`),
    ...classes.map(({ kind, name, accessModes, by }) => {
      const modes = accessModes?.length ? `, ${accessModes.join(' and ')}` : '';
      return `${kind} ${name ?? '(the default of the cluster)'}${modes}: ${few(by)}`;
    }),
    ...nodes.map(ofNodes),
    ...devices.map(({ name, by }) => `device ${name} on the nodes: ${few(by)}`),
    ...hostPaths.map(({ name, type, by }) => `path ${name}${type ? ` (${type})` : ''} on the nodes: ${few(by)}`),
    ...hosts.map(({ host, tls, by }) => `DNS name ${host}${tls ? ', with a certificate' : ''}: ${few(by)}`),
    ...gateways.map(ofGateway),
    ...loadBalancers.map(({ ports, by }) => `load balancer for port ${ports.join(', ')}: ${few(by)}`),
    ...policies.map(({ cloud, purpose, document }) => `${cloud} policy for ${purpose}: ${JSON.stringify(document)}`),
    ...(asksForMore(requirements) ? [] : ['none beyond what every cluster has']),
  ];
}

function ofNamespace({ name, podSecurity, because = [] }: NamespaceNeed): string[] {
  if (podSecurity === undefined) return [`namespace ${name}`];
  return [
    `namespace ${name}, Pod Security ${podSecurity}${podSecurity === 'restricted' ? '' : ':'}`,
    ...shortened(because).map((field) => `  ${field}`),
  ];
}

const ofSecret = ({ namespace, name, keys = [], command = '' }: KeptNeed): string[] => [
  `Secret ${namespace}/${name}${keys.length > 0 ? ` with ${keys.join(', ')}` : ''}:`,
  `  ${command}`,
];

const ofObject = ({ kind, namespace, name, keys = [] }: KeptNeed): string =>
  `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}${keys.length > 0 ? ` with ${shortened(keys).join(', ')}` : ''}`;

function ofGateway({ name, namespace, listener, port, route, hosts = [], admits, by }: GatewayNeed): string {
  const where = [listener && `${listener}`, port && `on port ${port}`].filter(Boolean).join(' ');
  const what = hosts.length > 0 ? ` for ${hosts.join(', ')}` : route === 'TCPRoute' ? ' for TCP' : '';
  const from = admits === undefined ? '' : `, which admits routes of namespace ${admits}`;
  const gateway = namespace === undefined ? name : `${namespace}/${name}`;
  return `Gateway ${gateway} with a listener${where && ` ${where}`}${what}${from}: ${few(by)}`;
}

function ofNodes({ labels = {}, oneOf = [], tolerations = [], by }: NodeNeed): string {
  const selectors = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  const terms = oneOf.length > 0 ? [`one of ${JSON.stringify(oneOf)}`] : [];
  const taints = tolerations.map(({ key, value, effect }) => {
    const taint = value === undefined || value === '' ? key : `${key}=${value}`;
    return `may be tainted ${[taint ?? 'with anything', effect].filter(Boolean).join(':')}`;
  });
  return `nodes: ${[...selectors, ...terms, ...taints].join(', ')}: ${few(by)}`;
}

const SHOWN = 3;

const few = (names: readonly string[]): string => shortened(names).join(', ');

const shortened = (lines: readonly string[]): string[] =>
  lines.length <= SHOWN + 1 ? [...lines] : [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more`];

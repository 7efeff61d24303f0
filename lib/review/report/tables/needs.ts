// The prerequisites of the releases, with the commands that create them.

import type { Rendered } from '../../../render/render';
import { type Requirements, requirementsOf } from '../../../requirements/requirements';
import { type Cell, few, type Owner, Rows, type Table } from './table';

interface Need {
  readonly what: string;
  /** What is the same for other releases. */
  readonly key: readonly unknown[];
  readonly details: Cell;
  readonly by: readonly string[];
}

export class Needs {
  private readonly rows = new Rows();

  add(owner: Owner, release: Rendered): void {
    for (const { what, key, details, by } of needsOf(requirementsOf(release))) {
      this.rows.add(owner, key, [what, details, few(by)]);
    }
  }

  table(named: boolean): Table {
    return {
      id: 'requirements',
      title: 'Requirements',
      note: 'What the cluster, the cloud and DNS must provide before the manifests are applied.',
      columns: [...(named ? ['Release'] : []), 'What', 'Details', 'Needed by'],
      rows: this.rows.cells(named),
      empty: 'Nothing beyond what every cluster has.',
    };
  }
}

function* needsOf(all: Requirements): Generator<Need> {
  for (const { name, podSecurity } of all.namespaces) {
    const details = podSecurity === undefined ? 'no pods' : `Pod Security ${podSecurity}`;
    yield { what: `Namespace ${name}`, key: ['namespace', name, podSecurity], details, by: [] };
  }
  for (const { kind, namespace, name, keys = [], command } of all.objects) {
    const what = `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
    const details = command === undefined ? (keys.length > 0 ? `with ${keys.join(', ')}` : '') : { command };
    yield { what, key: [kind, keys, command === undefined], details, by: [] };
  }
  for (const { apiVersion, kind, from, by } of all.apis) {
    yield { what: `API ${apiVersion} ${kind}`, key: ['api', apiVersion, kind], details: from ?? '', by };
  }
  for (const { kind, name, accessModes = [], by } of all.classes) {
    const what = `${kind} ${name ?? '(the default of the cluster)'}`;
    yield { what, key: [what, accessModes], details: accessModes.join(', '), by };
  }
  for (const { labels = {}, oneOf = [], tolerations = [], by } of all.nodes) {
    const details = [
      ...Object.entries(labels).map(([label, value]) => `label ${label}=${value}`),
      ...(oneOf.length > 0 ? [`one of ${JSON.stringify(oneOf)}`] : []),
      ...tolerations.map(
        ({ key = 'any', value, effect }) =>
          `may have the taint ${[value ? `${key}=${value}` : key, effect].filter(Boolean).join(':')}`,
      ),
    ];
    yield { what: 'Nodes', key: ['nodes', details], details, by };
  }
  for (const { name, by } of all.devices)
    yield { what: `Device ${name}`, key: ['device', name], details: 'on the nodes', by };
  for (const { name, type = '', by } of all.hostPaths) {
    yield { what: `Path ${name}`, key: ['path', name, type], details: `on the nodes${type && `, ${type}`}`, by };
  }
  for (const { host, tls, by } of all.hosts) {
    yield {
      what: `DNS name ${host}`,
      key: ['host', tls],
      details: tls ? 'with a certificate' : 'without a certificate',
      by,
    };
  }
  for (const { name, namespace, listener, port, by } of all.gateways) {
    const details = [listener && `listener ${listener}`, port && `port ${port}`].filter(Boolean).join(', ');
    const what = `Gateway ${namespace === undefined ? name : `${namespace}/${name}`}`;
    yield { what, key: [what, details], details, by };
  }
  for (const { ports, by } of all.loadBalancers) {
    yield { what: 'Load balancer', key: ['lb', ports], details: `for port ${ports.join(', ')}`, by };
  }
  for (const { cloud, purpose, document } of all.policies) {
    const details = { command: JSON.stringify(document, undefined, 2) };
    yield { what: `${cloud} policy for ${purpose}`, key: ['policy', document], details, by: [] };
  }
}

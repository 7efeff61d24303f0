// Runs the scripts of a release like their containers: with real kubectl, as the rendered ServiceAccount, with exactly the
// rendered permissions.

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { Inventory } from '../../../lib/render/checks/inventory';
import { temporaryFolder } from '../support';
import { kubeconfigText } from './control-plane';
import type { Finished, Kubectl } from './kubectl';

const RIGHTS = ['ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];

/** A container whose script calls kubectl. */
export interface Script {
  readonly account: string;
  readonly container: IContainer;
  readonly text: string;
}

/** The scripts of a release by container name; the first one if several containers have the same name. */
export function scriptsOf(objects: readonly Manifest[]): ReadonlyMap<string, Script> {
  const found = new Map<string, Script>();
  for (const { spec } of new Inventory(objects, []).pods) {
    for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
      const text = [...(container.command ?? []), ...(container.args ?? [])].join('\n');
      if (!/\bkubectl\b/.test(text) || found.has(container.name)) continue;
      found.set(container.name, { account: spec.serviceAccountName ?? 'default', container, text });
    }
  }
  return found;
}

export class Account {
  private readonly home = temporaryFolder();

  constructor(
    private readonly cluster: Kubectl,
    private readonly namespace: string,
  ) {}

  /** Creates only the service accounts and permissions of a release. */
  async grant(objects: readonly Manifest[]): Promise<void> {
    const items = objects.filter(({ kind }) => RIGHTS.includes(kind));
    await this.cluster.ok(['apply', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
  }

  /** `given` overrides the rendered environment, and must include the variables from Secrets. */
  async run({ account, container }: Script, given: Readonly<Record<string, string>>): Promise<Finished> {
    const kubeconfig = await this.kubeconfig(account);
    const bin = join(this.home, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\nexec "${this.cluster.program}" "$@"\n`, { mode: 0o755 });
    const environment = { ...this.environment(container), ...given, HOME: this.home };
    const [shell = 'sh', ...args] = [...(container.command ?? []), ...(container.args ?? [])];
    return new Promise((resolve) => {
      const env = { ...environment, PATH: `${bin}:${process.env.PATH}`, KUBECONFIG: kubeconfig };
      execFile(shell, args, { env, timeout: 60_000 }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 128 : 0, stdout, stderr });
      });
    });
  }

  /** The values of the Secret as text, read as administrator; `undefined` if there is none. */
  async secret(name: string): Promise<Record<string, string> | undefined> {
    const args = ['get', 'secret', name, '-n', this.namespace, '--ignore-not-found', '-o', 'json'];
    const text = await this.cluster.ok(args);
    if (text === '') return undefined;
    const { data = {} } = JSON.parse(text) as ISecret;
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(String(value), 'base64').toString('utf8')]),
    );
  }

  async allows(account: string, ...action: string[]): Promise<boolean> {
    const kubeconfig = await this.kubeconfig(account);
    const { stdout } = await this.cluster.run(['auth', 'can-i', ...action, '-n', this.namespace], { kubeconfig });
    return stdout.trim() === 'yes';
  }

  private async kubeconfig(account: string): Promise<string> {
    const token = (await this.cluster.ok(['create', 'token', account, '-n', this.namespace])).trim();
    const { clusters } = JSON.parse(readFileSync(this.cluster.kubeconfig, 'utf8')) as Kubeconfig;
    const [{ cluster }] = clusters;
    const file = join(this.home, `${account}.kubeconfig`);
    writeFileSync(file, kubeconfigText(cluster.server, cluster['certificate-authority'], token), { mode: 0o600 });
    return file;
  }

  private environment({ env = [] }: IContainer): Record<string, string> {
    return Object.fromEntries(
      env.flatMap(({ name, value, valueFrom }) => {
        if (valueFrom?.fieldRef?.fieldPath === 'metadata.namespace') return [[name, this.namespace]];
        return valueFrom ? [] : [[name, value ?? '']];
      }),
    );
  }
}

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly 'certificate-authority': string } },
  ];
}

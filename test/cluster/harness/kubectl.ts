// Runs kubectl against the control plane of the tests.

import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface KubectlOptions {
  readonly input?: string;
  /** Absent: the administrator's. */
  readonly kubeconfig?: string;
  readonly cwd?: string;
}

export class Kubectl {
  constructor(
    readonly program: string,
    readonly kubeconfig: string,
  ) {}

  /** Runs it, whatever its exit status. */
  run(
    args: readonly string[],
    { input = '', kubeconfig = this.kubeconfig, cwd }: KubectlOptions = {},
  ): Promise<Finished> {
    return new Promise((resolve, reject) => {
      const environment = { PATH: process.env.PATH, HOME: process.env.HOME, KUBECONFIG: kubeconfig };
      const child = spawn(this.program, args, { env: environment, cwd });
      const parts = { stdout: '', stderr: '' };
      child.stdout.setEncoding('utf8').on('data', (text) => (parts.stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text) => (parts.stderr += text));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? 128, ...parts }));
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }

  /** Its standard output. Rejects with all of its output if it fails. */
  async ok(args: readonly string[], options: KubectlOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} exited with ${code}:\n${stderr}${stdout}`);
    return stdout;
  }

  async json<T>(args: readonly string[], options: KubectlOptions = {}): Promise<T> {
    return JSON.parse(await this.ok([...args, '-o', 'json'], options)) as T;
  }
}

/** The cluster that the global setup has started for this worker of jest. */
export function kubectl(): Kubectl {
  const { CLUSTER_KUBECTL, CLUSTER_KUBECONFIGS, JEST_WORKER_ID } = process.env;
  const kubeconfig = CLUSTER_KUBECONFIGS?.split(delimiter)[Number(JEST_WORKER_ID) - 1];
  if (!CLUSTER_KUBECTL || !kubeconfig) throw new Error('start these tests with npm run test:cluster');
  return new Kubectl(CLUSTER_KUBECTL, kubeconfig);
}

// Renders as a user does: with the command line, into a folder.

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/k8s/manifest';
import type { Requirements } from '../../lib/render/requirements/requirements';
import type { Case } from './cases';

const LAUNCH = join(__dirname, '..', '..', 'build', 'lib', 'cli', 'launch.js');

export interface Output {
  /** The folder that was written. */
  readonly folder: string;
  /** The file of the manifests. */
  readonly file: string;
  readonly objects: readonly Manifest[];
  readonly requirements: Requirements;
  readonly stderr: string;
}

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-test-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** `sandbox-charts synth`. Rejects with what it printed when it fails. */
export async function synth({ chart, flags }: Case, namespace: string, more: readonly string[] = []): Promise<Output> {
  const folder = temporaryFolder();
  const args = ['synth', chart, '--namespace', namespace, ...flags, ...more, '--output', folder];
  const { code, stderr } = await runCli(args);
  if (code !== 0) throw new Error(`sandbox-charts ${args.join(' ')} exited with ${code}:\n${stderr}`);
  const file = manifestsIn(folder);
  const asked = await runCli(['requirements', ...args.slice(1, -2), '--format', 'json']);
  const [given] = JSON.parse(asked.stdout) as Partial<Requirements>[];
  const requirements = { ...NOTHING, ...given };
  return { folder, file, stderr, objects: documentsOf(file) as Manifest[], requirements };
}

const NOTHING: Requirements = {
  release: '',
  namespaces: [],
  objects: [],
  apis: [],
  classes: [],
  nodes: [],
  devices: [],
  hostPaths: [],
  hosts: [],
  loadBalancers: [],
  policies: [],
  images: [],
};

function manifestsIn(folder: string): string {
  const name = readdirSync(folder).find((candidate) => candidate.endsWith('.k8s.yaml'));
  if (name === undefined) throw new Error(`${folder} has no manifests`);
  return join(folder, name);
}

export const documentsOf = (file: string): unknown[] =>
  parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as unknown);

export function runCli(
  args: readonly string[],
  cwd?: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [LAUNCH, ...args], { cwd, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 128 : 0, stdout, stderr });
    });
  });
}

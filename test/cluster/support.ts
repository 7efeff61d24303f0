// Renders like a user: with the command line, to a folder.

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/k8s/object/manifest';
import type { Requirements } from '../../lib/requirements/requirements';
import { NO_REQUIREMENTS } from '../support/requirements';
import type { Case } from './cases';

const LAUNCH = join(__dirname, '..', '..', 'build', 'cli', 'launch.js');

export interface Output {
  /** The folder that was written. */
  readonly folder: string;
  /** The file of the manifests. */
  readonly file: string;
  readonly objects: readonly Manifest[];
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

/** What `sandbox-charts synth` writes. Rejects with its output if it fails. */
export async function synth({ chart, flags }: Case, namespace: string): Promise<Output> {
  const folder = temporaryFolder();
  await ok(['synth', chart, '--namespace', namespace, ...flags, '--output', folder]);
  const file = manifestsIn(folder);
  return { folder, file, objects: documentsOf(file) as Manifest[] };
}

/** What `sandbox-charts requirements` prints. */
export async function requirementsOf({ chart, flags }: Case, namespace: string): Promise<Requirements> {
  const [given] = await allRequirements([chart, '--namespace', namespace, ...flags]);
  return given as Requirements;
}

/** The same for all releases that the flags select. */
export async function allRequirements(flags: readonly string[], cwd?: string): Promise<Requirements[]> {
  const text = await ok(['requirements', ...flags, '--format', 'json'], cwd);
  return (JSON.parse(text) as Partial<Requirements>[]).map((given) => ({ ...NO_REQUIREMENTS, ...given }));
}

async function ok(args: readonly string[], cwd?: string): Promise<string> {
  const { code, stdout, stderr } = await runCli(args, cwd);
  if (code !== 0) throw new Error(`sandbox-charts ${args.join(' ')} exited with ${code}:\n${stderr}`);
  return stdout;
}

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
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 28 };
    execFile(process.execPath, [LAUNCH, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 128 : 0, stdout, stderr });
    });
  });
}

// Runs a release through the pipeline, with SOPS for the Secrets that need new ciphertext.

import { join } from 'node:path';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { type Finished, type PipelineSettings, runPipeline } from '../../../lib/pipeline/pipeline';
import type { Rendered } from '../../../lib/render/render';
import type { Encrypt, Recipients } from '../../../lib/secrets/sops';
import type { Io } from '../../io';
import type { Plan } from '../../plan/plan';
import type { Encryptor } from '../../process/sops';

/** For commands that write nothing: Secrets of mode `sops` get values that can only be compared. */
export const COMPARE = 'compare';

/**
 * The pipeline is synchronous, but waiting for a program must end on a signal. Therefore a first pass finds the Secrets,
 * and a second one uses the encrypted results.
 */
export async function runEncrypting(
  rendered: Rendered,
  settings: PipelineSettings,
  encryptor: Encryptor,
  signal?: AbortSignal,
): Promise<Finished> {
  const wanted = new Map<Manifest, Recipients>();
  const first = runPipeline(
    rendered,
    withEncrypt(settings, (secret, recipients) => {
      wanted.set(secret, recipients);
      return { ...secret, sops: {} };
    }),
  );
  if (wanted.size === 0) return first;
  const encrypted = new Map<Manifest, Manifest>();
  for (const [secret, recipients] of wanted) encrypted.set(secret, await encryptor(secret, recipients, signal));
  return runPipeline(
    rendered,
    withEncrypt(settings, (secret) => encrypted.get(secret) as Manifest),
  );
}

const withEncrypt = (settings: PipelineSettings, encrypt: Encrypt): PipelineSettings =>
  settings.secrets
    ? { ...settings, secrets: { ...settings.secrets, sops: { ...settings.secrets.sops, encrypt } } }
    : settings;

/** Runs SOPS for the Secrets of releases. `output` is the folder of those without their own. */
export function sopsOf({ cwd }: Io, output: string): (plan: Plan) => Encryptor {
  return ({ name, output: own = output }) =>
    (...work) => {
      // Loaded only for a release that has Secrets to encrypt.
      const { sopsIn } = require('../../process/sops') as typeof import('../../process/sops');
      return sopsIn(cwd, ({ metadata }) => join(own, name, `${metadata.name}.yaml`))(...work);
    };
}

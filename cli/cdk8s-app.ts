// The app of `cdk8s synth`: the releases of releases.yaml.

import { resolve } from 'node:path';
import { registry } from '../charts/registry';
import { isThere } from '../lib/values/file/input';
import { type Io, processIo } from './io';
import { Deliveries } from './plan/delivering';
import { RunSettings } from './plan/pipeline-settings';
import { demandReleasesFile, plansOfFile } from './plan/plans-of-file';
import { note, report } from './print/report';
import { sopsOf } from './run/encrypting';
import { render } from './run/render-plans';
import { folderOf, toFolder } from './run/sink';

const { version } = require('sandbox-charts/package.json') as { version: string };

async function app(io: Io, output: string): Promise<void> {
  const file = demandReleasesFile(io, 'cdk8s synth renders the releases listed in releases.yaml');
  const plans = plansOfFile(io, registry, file);
  const deliveries = new Deliveries(io, plans, { output });
  await render(io, plans, toFolder(io, version, output, 'release', { prune: true, deliveries, config: file }), {
    validate: false,
    named: true,
    settings: new RunSettings(io, version, {}, { ofFile: true, requirements: 'file' }),
    folderOf: folderOf(io, output, true),
    encryptorOf: sopsOf(io, output),
  });
}

// cdk8s chooses the folder, and deletes it before it starts the app.
const { CDK8S_OUTDIR: output = 'dist' } = process.env;
const io = processIo(process);
app(io, output).catch((error: unknown) => {
  process.exitCode = report(error, io, { debug: false, command: 'cdk8s synth', writes: true });
  if (isThere(resolve(io.cwd, output))) return;
  note(io, `cdk8s deletes ${output} before it renders; sandbox-charts synth keeps the old files if a release fails`);
});

// The app of `cdk8s synth`: the releases of releases.yaml. Charts of the user's own need `--allow-code` in cdk8s.yaml.

import { resolve } from 'node:path';
import { registry } from '../charts/registry';
import { isThere } from '../lib/values/file/input';
import { UsageError } from './flags/usage';
import { type Io, processIo } from './io';
import { withChartFiles } from './plan/chart-files';
import { Deliveries } from './plan/delivering';
import { RunSettings } from './plan/pipeline-settings';
import { demandReleasesFile, plansOfFile } from './plan/plans-of-file';
import { note, report } from './print/report';
import { sopsOf } from './run/output/encrypting';
import { toFolder } from './run/output/folder-sink';
import { folderOf } from './run/output/sink';
import { render } from './run/render-plans';

const { version } = require('sandbox-charts/package.json') as { version: string };

async function app(io: Io, output: string, argv: readonly string[]): Promise<void> {
  const unknown = argv.find((word) => word !== '--allow-code');
  if (unknown !== undefined) {
    throw new UsageError(`unknown argument: ${unknown} (in cdk8s.yaml, the app takes only --allow-code)`);
  }
  const file = demandReleasesFile(io, 'cdk8s synth renders the releases listed in releases.yaml');
  const allowsCode = argv.length > 0;
  const charts = withChartFiles(registry, io.cwd, allowsCode, 'add --allow-code to app in cdk8s.yaml');
  const plans = plansOfFile(io, charts, file);
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
app(io, output, process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = report(error, io, { debug: false, command: 'cdk8s synth', writes: true });
  if (isThere(resolve(io.cwd, output))) return;
  note(io, `cdk8s deletes ${output} before it renders; sandbox-charts synth keeps the old files if a release fails`);
});

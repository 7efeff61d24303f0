// The app of `cdk8s synth`: the releases of releases.yaml, or else every chart with its example values.

import { join, relative } from 'node:path';
import { registry } from '../../charts/registry';
import { deliverer } from './delivering';
import { finisher } from './finish';
import { type Io, processIo } from './io';
import { type Plan, planOfFlags } from './plan';
import { defaultReleasesFile, plansOfFile } from './plans-of-file';
import { render } from './render-plans';
import { report } from './report';
import { toFolder } from './sink';

const { version } = require('sandbox-charts/package.json') as { version: string };
const CHARTS = join(__dirname, '..', '..', 'charts');

async function app(io: Io, output: string): Promise<void> {
  const file = defaultReleasesFile(io);
  const plans = file === undefined ? await examples(io) : plansOfFile(io, registry, file);
  const deliver = deliverer(io, plans, { output });
  await render(io, plans, toFolder(io, version, output, 'release', { prune: true, deliver, config: file }), {
    validate: false,
    named: true,
    keep: finisher(io, version, {}, { ofFile: true }),
  });
}

function examples(io: Io): Promise<Plan[]> {
  const example = (name: string) => relative(io.cwd, join(CHARTS, name, 'example.values.yaml'));
  return Promise.all(registry.map((chart) => planOfFlags(io, chart, { values: [example(chart.name)] })));
}

// cdk8s names the folder, which it emptied before.
const { CDK8S_OUTDIR: output = 'dist' } = process.env;
const io = processIo(process);
app(io, output).catch((error: unknown) => {
  process.exitCode = report(error, io, { debug: false, command: 'cdk8s synth', writes: true });
});

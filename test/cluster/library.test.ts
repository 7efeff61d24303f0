// What the examples of the library synthesize is accepted, and a second apply changes none of our objects.

import { join } from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import { OperatedRunnerManager } from '../../examples/operations';
import { kubectl } from './harness/kubectl';
import { removeFolders, temporaryFolder } from './support';

const cluster = kubectl();
afterAll(removeFolders);

test('constructs of cdk8s-plus with outputs', async () => {
  const outdir = temporaryFolder();
  const app = new App({ outdir, yamlOutputType: YamlOutputType.FILE_PER_CHART });
  const tokens = { api: 'correct-horse-battery', system: 'battery-horse-correct' };
  new OperatedRunnerManager(app, 'operated', tokens);
  app.synth();
  const file = join(outdir, 'operated.k8s.yaml');
  await cluster.ok(['create', 'namespace', 'runners']);
  try {
    await cluster.ok(['apply', '--validate=strict', '-f', file]);
    const lines = (await cluster.ok(['apply', '--validate=strict', '-f', file])).trim().split('\n');
    // cdk8s-plus renders empty fields, which the API server drops.
    const ofPlus = /^(cronjob|rolebinding)\./;
    expect(lines.filter((line) => !line.endsWith(' unchanged') && !ofPlus.test(line))).toEqual([]);
    expect(lines.filter((line) => !/ (unchanged|configured)$/.test(line))).toEqual([]);
    expect(lines.join('\n')).toContain('cronjob.batch/runner-manager-check');
  } finally {
    await cluster.ok(['delete', '--ignore-not-found', '--timeout=60s', '-f', file]);
    await cluster.ok(['delete', 'namespace', 'runners', '--timeout=60s']);
  }
});

// A run builds only the parts of the schema that the values set, which saves a twentieth of a region's time: no rule may read
// the others.

import { spawnSync } from 'node:child_process';
import { root } from '../cli/support/run';

/** The parts that the example of a chart leaves unbuilt. With the built modules, because the build writes the views of defaults. */
const SCRIPT = `
const { readFileSync } = require('node:fs');
const { parse } = require('yaml');
const { programLayer, resolve } = require('./build/lib/values/resolve.js');
const { isObjectSchema } = require('./build/lib/values/schema/kinds.js');
const { isLate } = require('./build/lib/values/schema/schema.js');
const [chart] = process.argv.slice(1);
const { system } = require('./build/charts/' + chart + '/system.js');
const values = parse(readFileSync('charts/' + chart + '/example.values.yaml', 'utf8'));
resolve(system.schema, system.rules, [programLayer(values)]);
const unbuilt = (schema, path) => {
  if (!isObjectSchema(schema)) return [];
  if (isLate(schema)) return [path.join('.')];
  return Object.entries(schema.properties).flatMap(([key, property]) => unbuilt(property, [...path, key]));
};
console.log(unbuilt(system.schema, []).join());
`;

test.each([
  ['daytona', ['minio', 'externalDatabase', 'harbor.trivy', 'postgresql.primary', 'aws']],
  [
    'daytona-region',
    ['proxy', 'sshGateway', 'runnermanager', 'runner', 'runnerReaper']
      .map((name) => `services.${name}`)
      .concat('metrics'),
  ],
  ['dozlab-session', ['egressPolicy']],
  ['peerpods', ['daemonset', 'resourceCtrl', 'kata-deploy']],
  ['runner-manager', ['nodePool.karpenter', 'nodeAgents']],
])('the example of %s', (chart, parts) => {
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', SCRIPT, chart], { cwd: root, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim().split(',')).toEqual(expect.arrayContaining(parts));
});

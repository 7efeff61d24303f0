// A run builds only the parts of the schema that the values set, which saves a twentieth of its time: no rule may read the others.

import { spawnSync } from 'node:child_process';
import { root } from '../../cli/support/run';

/** With the built modules, because the views of defaults are written by the build. */
const SCRIPT = `
const { readFileSync } = require('node:fs');
const { parse } = require('yaml');
const { system } = require('./build/charts/daytona-region/system.js');
const { programLayer, resolve } = require('./build/lib/values/resolve.js');
const { isLate } = require('./build/lib/values/schema/schema.js');
const values = parse(readFileSync('charts/daytona-region/example.values.yaml', 'utf8'));
resolve(system.schema, system.rules, [programLayer(values)]);
const parts = { ...system.schema.properties.services.properties, ...system.schema.properties };
console.log(Object.keys(parts).filter((key) => isLate(parts[key])).join());
`;

test('the example', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', SCRIPT], { cwd: root, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim().split(',')).toEqual(
    expect.arrayContaining([
      'proxy',
      'sshGateway',
      'runnermanager',
      'runner',
      'runnerReaper',
      'certManager',
      'metrics',
    ]),
  );
});

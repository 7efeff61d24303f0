// Complete regions as YAML, to be reviewed line by line when they change. Scripts have their own tests.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { system } from '../../../charts/daytona-region';
import { toYaml } from '../../../lib/yaml/yaml';
import { render, yamlOf } from '../../support/render';
import {
  documented,
  everything,
  selfSigned,
  unregistered,
  withCertManager,
  withExistingSecret,
  withRole,
} from './values';

const CHART = join(__dirname, '../../../charts/daytona-region');
const example: object = parse(readFileSync(join(CHART, 'example.values.yaml'), 'utf8'));

/** Scripts shortened to their first line, and names of Jobs without the hash of their contents. */
const withoutScripts = (yaml: string) =>
  yaml
    .replace(/^( +)(- \|\n) +(# .*)\n(?:\1 .*\n|\n)+/gm, '$1$2$1  $3 ...\n')
    .replace(/^(kind: Job\nmetadata:\n {2}name: .*-)[0-9a-f]{10}$/gm, '$1HASH');

const rendered = (values: object) => render(system, values, { name: 'my-region', namespace: 'daytona' });
const base = rendered(documented);

test('the documented example', () => {
  expect(withoutScripts(yamlOf(base))).toMatchSnapshot();
});

test.each([
  ['the example of the package', example],
  ['a role of the cloud', withRole],
  ['an existing Secret', withExistingSecret],
  ['self-signed certificates', selfSigned],
  ['certificates of cert-manager', withCertManager],
  ['registered by hand', unregistered],
  ['everything at once', everything],
])('%s: the differences from that', (_, values) => {
  const same = new Set(base.objects.map((object) => JSON.stringify(object)));
  const objects = rendered(values).objects.filter((object) => !same.has(JSON.stringify(object)));
  expect(withoutScripts(toYaml(objects))).toMatchSnapshot();
});

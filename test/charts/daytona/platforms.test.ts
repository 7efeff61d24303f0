// The shipped values files: complete platforms, each pinned as its differences from the built-in one, which is in dist/
// in full.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { system } from '../../../charts/daytona';
import { type Manifest, describe as nameOf } from '../../../lib/k8s/object/manifest';
import { diff } from '../../../lib/review/diff/diff';
import { formatSteps } from '../../../lib/review/diff/report/report';
import { readLayer } from '../../../lib/values/file/load';
import { render } from '../../support/render';

const FOLDER = join(__dirname, '..', '..', '..', 'charts', 'daytona');
const shipped = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.values.yaml'))
  .map((file) => file.replace('.values.yaml', ''));

/** Its objects are valid for `--validate`, and fit together. */
const platform = (file: string) => render(system, readLayer(file, join(FOLDER, `${file}.values.yaml`)).apply({}));

test('there is one for each documented combination', () => {
  expect(shipped).toEqual(['aws', 'example', 'external', 'high-availability', 'minio', 'no-ingress']);
});

const builtIn = platform('example').objects;
const { compare } = new Intl.Collator('en');

describe.each(shipped)('%s', (file) => {
  const { objects, externals } = platform(file);

  if (file !== 'example') {
    test('all the differences', () => expect(changes(builtIn, objects)).toMatchSnapshot());
  }

  test('what must already exist', () => {
    const needed = externals.filter(({ generated }) => !generated);
    expect(needed.map(({ kind, name, keys }) => `${kind} ${name}: ${keys.join(', ')}`).sort(compare)).toMatchSnapshot();
  });

  test('it contains no Secret of its own', () => {
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});

/** One line for each added or removed object, and for each changed field. */
function changes(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  return diff(before, after).objects.flatMap(({ action, object, fields }) => [
    `${action} ${nameOf(object)}`,
    ...fields.map(({ path, before: was, after: is }) => `  ${formatSteps(path)}: ${shown(was)} -> ${shown(is)}`),
  ]);
}

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));

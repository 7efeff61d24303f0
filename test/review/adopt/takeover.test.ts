// takeover.sh under sh, with a kubectl that keeps its objects in files.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { Changes } from '../../../lib/review/adopt/changes';
import { takeoverScript } from '../../../lib/review/adopt/takeover';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'takeover-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'objects'));
  writeFileSync(join(folder, 'bin', 'kubectl'), KUBECTL);
  chmodSync(join(folder, 'bin', 'kubectl'), 0o755);
  writeFileSync(join(folder, 'record'), 'secret/sh.helm.release.v1.web.v1\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Objects are files: what the template of the script prints for them. A patch makes them the applier's. */
const KUBECTL = `#!/bin/sh
cd "$(dirname "$0")/.."
echo "$*" >> calls
case "$*" in
  'config current-context') echo test ;;
  *status\\ in*) cat busy 2>/dev/null || : ;;
  'get secret'*) cat record 2>/dev/null || : ;;
  'get configmap'*) ;;
  'get Unknown'*) echo "the server doesn't have a resource type" >&2; exit 1 ;;
  'get '*fieldsV1*) echo '{}' ;;
  'get '*) cat "objects/$3" 2>/dev/null || : ;;
  'patch --local'*) echo '{"merged":{}}' ;;
  'patch '*) cat > "patch-$3"; printf 'version 2\\nentry 0 kubectl Apply\\n' > "objects/$3" ;;
  annotate*) ;;
  'delete secret'*) rm record ;;
  *) echo "unexpected: $*" >&2; exit 1 ;;
esac
`;

const BY_HELM = 'version 1\nentry 0 helm Update\nrelease web\nnamespace shop\n';
const put = (name: string, text: string) => writeFileSync(join(folder, 'objects', name), text);
const object = (kind: string, name: string): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'shop' },
});
const [kept, left, added, strange] = [
  object('Service', 'kept'),
  object('Service', 'left'),
  object('Service', 'added'),
  { ...object('Unknown', 'strange'), apiVersion: 'example.com/v1' },
];
const changes: Changes = {
  ...{ changed: [], recreated: [], deleted: [], unchanged: [] },
  left: [left],
  added: [added, strange, object('CustomResourceDefinition', 'definition')],
};

function run(...args: string[]): { status: number | null; stderr: string } {
  const script = takeoverScript({
    ...{ installer: 'helm', release: 'web', namespace: 'shop', target: 'kubectl', next: ['# apply'] },
    ...{ objects: [kept, left], rendered: [], changes },
  });
  writeFileSync(join(folder, 'takeover.sh'), script);
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
  return spawnSync('sh', [join(folder, 'takeover.sh'), ...args], { env, encoding: 'utf8', input: '' });
}
const isPatched = (name: string) => existsSync(join(folder, `patch-${name}`));

test('what Helm installed is taken over, in one run; another run changes nothing', () => {
  put('kept', BY_HELM);
  put('left', BY_HELM);
  expect(run()).toMatchObject({ status: 0, stderr: expect.stringContaining('all 2 objects belong to kubectl now') });
  expect(JSON.parse(readFileSync(join(folder, 'patch-kept'), 'utf8'))).toEqual([
    { op: 'test', path: '/metadata/resourceVersion', value: '1' },
    { op: 'replace', path: '/metadata/managedFields/0/manager', value: 'kubectl' },
    { op: 'replace', path: '/metadata/managedFields/0/operation', value: 'Apply' },
    { op: 'remove', path: '/metadata/annotations/meta.helm.sh~1release-name' },
    { op: 'remove', path: '/metadata/annotations/meta.helm.sh~1release-namespace' },
  ]);
  rmSync(join(folder, 'patch-kept'));
  expect(run()).toMatchObject({ status: 0 });
  expect(isPatched('kept')).toBe(false);
});

test('an object that must stay and is missing stops it; one that goes may be gone', () => {
  put('left', BY_HELM);
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('Service shop/kept: does not exist') });
  expect(isPatched('left')).toBe(false);
  put('kept', BY_HELM);
  rmSync(join(folder, 'objects', 'left'));
  expect(run()).toMatchObject({ status: 0, stderr: expect.stringContaining('all 1 objects') });
  expect(run('--delete-release-record')).toMatchObject({ status: 0 });
  expect(existsSync(join(folder, 'record'))).toBe(false);
});

test('a new object is taken over if a hook of Helm made it, and left alone otherwise', () => {
  put('kept', BY_HELM);
  put('added', 'version 1\nentry 0 helm Update\nbare\n');
  expect(run()).toMatchObject({ status: 0, stderr: expect.stringContaining('Service shop/added: taken over') });
  put('added', 'version 1\nentry 0 me Update\nbare\n');
  rmSync(join(folder, 'patch-added'));
  expect(run()).toMatchObject({ status: 0 });
  expect(isPatched('added')).toBe(false);
});

test('an object of another release, or a new one of another release, stops it', () => {
  put('kept', BY_HELM);
  put('added', BY_HELM.replace('web', 'other'));
  expect(run()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('Service shop/added: belongs to Helm release other in namespace shop'),
  });
  expect(isPatched('kept')).toBe(false);
});

test.each([
  ['a dry run', ['--dry-run'], 'nothing was changed', 0],
  ['the help', ['--help'], '', 0],
])('%s changes nothing', (_name, args, text, status) => {
  put('kept', BY_HELM);
  const result = run(...args);
  expect(result).toMatchObject({ status, stderr: expect.stringContaining(text) });
  const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '';
  expect(
    calls.split('\n').filter((call) => /^(patch|annotate)/.test(call) && !call.includes('--dry-run=server')),
  ).toEqual([]);
});

test('Helm in the middle of an upgrade, or no record of the release', () => {
  put('kept', BY_HELM);
  writeFileSync(join(folder, 'busy'), 'secret/sh.helm.release.v1.web.v2\n');
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('Helm is changing the release') });
  rmSync(join(folder, 'busy'));
  rmSync(join(folder, 'record'));
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('there is no record of Helm release web') });
  expect(isPatched('kept')).toBe(false);
});

test('no definition is proposed for deletion, because all its objects would go with it', () => {
  put('kept', BY_HELM);
  run('--help');
  const script = readFileSync(join(folder, 'takeover.sh'), 'utf8');
  expect(script).toContain('kubectl delete Service added -n shop');
  expect(script).not.toMatch(/kubectl delete CustomResourceDefinition/);
});

// The script of MinIO's Job, against a stub of mc that remembers what it was told.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Shell } from '../../support/shell';

const script = readFileSync(join(__dirname, '../../../charts/daytona/minio/scripts/prepare-storage.sh'), 'utf8');

/** Buckets are files in $STATE; attached policies are lines of a file. Flags that only concern output are dropped. */
const MC = `
set -eu
line=$(printf '%s ' "$@" | sed 's/--quiet //g; s/ $//')
echo "$line" >>"$CALLS"
case $line in
  'alias set store '*)
    read -r user; read -r password
    [ "$(cat "$STATE/down" 2>/dev/null || echo 0)" -gt 0 ] && { n=$(cat "$STATE/down"); echo $((n - 1)) >"$STATE/down"; exit 1; }
    [ "$user:$password" = "root:Zx81-root-pw" ] || { echo 'mc: access denied' >&2; exit 1; }
    echo 'Added \`store\` successfully.' ;;
  'ls store/'*) [ -e "$STATE/bucket-\${line#ls store/}" ] ;;
  'mb '*) : >"$STATE/bucket-\${line##*/}" ;;
  'admin user add store') cat >"$STATE/user" ;;
  'admin user info --json store '*) cat "$STATE/info" 2>/dev/null || echo '{"status":"success","accessKey":"daytona"}' ;;
  'admin policy attach '*)
    [ -e "$STATE/info" ] && { echo 'mc: already in effect' >&2; exit 1; }
    printf '{\\n "accessKey": "daytona",\\n "policyName": "daytona"\\n}\\n' >"$STATE/info" ;;
esac
`;

let shell: Shell;
beforeEach(() => {
  shell = new Shell({ mc: MC, sleep: 'echo "sleep $1" >>"$CALLS"' });
});
afterEach(() => shell.dispose());

const env = {
  ENDPOINT: 'http://daytona-minio:9000',
  ROOT_USER: 'root',
  ROOT_PASSWORD: 'Zx81-root-pw',
  USER_ACCESS_KEY: 'daytona',
  USER_SECRET_KEY: 'Zx81 user "pw"',
  POLICY: 'daytona',
  POLICY_FILE: '/etc/daytona/policy.json',
  BUCKETS: 'daytona none false false false',
  ATTEMPTS: '3',
  PAUSE: '2',
};
const run = (change: Record<string, string> = {}) => shell.run(script, { ...env, ...change });

test('creates bucket, policy and user', () => {
  expect(run()).toEqual({ code: 0, stdout: expect.stringContaining('user daytona is there'), stderr: '' });
  expect(shell.calls).toEqual([
    'alias set store http://daytona-minio:9000',
    'ls store/daytona',
    'mb store/daytona',
    'anonymous set private store/daytona',
    'admin policy create store daytona /etc/daytona/policy.json',
    'admin user add store',
    'admin user info --json store daytona',
    'admin policy attach store daytona --user daytona',
  ]);
});

test('without a user of its own the buckets are all that there is to do', () => {
  expect(run({ USER_ACCESS_KEY: '', USER_SECRET_KEY: '' }).code).toBe(0);
  expect(shell.calls.some((call) => call.startsWith('admin'))).toBe(false);
});

test('the user gets its key through standard input', () => {
  run();
  expect(shell.text('user')).toBe('daytona\nZx81 user "pw"\n');
});

test('no credential is an argument or is printed', () => {
  const { stdout, stderr } = run();
  expect([...shell.calls, stdout, stderr].join('\n')).not.toContain('Zx81');
});

test('a second run changes nothing', () => {
  run();
  const first = shell.calls.length;
  expect(run().code).toBe(0);
  expect(shell.calls.slice(first)).toEqual([
    'alias set store http://daytona-minio:9000',
    'ls store/daytona',
    'version suspend store/daytona',
    'anonymous set private store/daytona',
    'admin policy create store daytona /etc/daytona/policy.json',
    'admin user add store',
    'admin user info --json store daytona',
  ]);
});

test.each([
  ['public false true false', ['mb store/b', 'version enable store/b', 'anonymous set public store/b']],
  ['none false true true', ['mb --with-lock store/b', 'version enable store/b', 'anonymous set private store/b']],
  ['download true false false', ['mb store/b', 'anonymous set download store/b']],
])('a new bucket with "%s"', (settings, calls) => {
  run({ BUCKETS: `b ${settings}` });
  expect(shell.calls.slice(2, 2 + calls.length)).toEqual(calls);
});

test('only a bucket that asks for it is emptied', () => {
  shell.put('bucket-a', '');
  shell.put('bucket-b', '');
  run({ BUCKETS: 'a none false false false\nb none true false false' });
  expect(shell.calls.filter((call) => call.startsWith('rm'))).toEqual(['rm --recursive --force store/b']);
});

test('every bucket of the list is created', () => {
  run({ BUCKETS: 'a none false false false\nb none false false false\nc none false false false' });
  expect(shell.calls.filter((call) => call.startsWith('mb'))).toEqual(['mb store/a', 'mb store/b', 'mb store/c']);
});

test('waits for MinIO to answer', () => {
  shell.put('down', '2');
  expect(run().code).toBe(0);
  expect(shell.calls.slice(0, 5)).toEqual([
    'alias set store http://daytona-minio:9000',
    'sleep 2',
    'alias set store http://daytona-minio:9000',
    'sleep 2',
    'alias set store http://daytona-minio:9000',
  ]);
});

test('gives up loudly, and touches nothing', () => {
  shell.put('down', '9');
  expect(run()).toMatchObject({
    code: 1,
    stderr: 'MinIO did not answer at http://daytona-minio:9000 after 3 attempts\n',
  });
  expect(shell.calls.filter((call) => call.startsWith('mb'))).toEqual([]);
});

test('a failing step fails the Job', () => {
  shell.put('bucket-daytona', '');
  const broken = new Shell({ mc: `case "$*" in *'admin policy create'*) exit 1 ;; esac\n${MC}`, sleep: ':' });
  expect(broken.run(script, env).code).toBe(1);
  broken.dispose();
});

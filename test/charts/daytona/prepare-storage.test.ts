// The script of MinIO's Job, against a stub of mc that records its calls.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Shell } from '../../support/shell';

const script = readFileSync(join(__dirname, '../../../charts/daytona/minio/scripts/prepare-storage.sh'), 'utf8');

/** Buckets are files in $STATE; attached policies are lines of a file. Flags for output are dropped. */
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
  'admin user add store') read -r user; { echo "$user"; cat; } >"$STATE/user-$user" ;;
  'admin user info --json store '*)
    user=\${line##* }
    if [ -s "$STATE/attached-$user" ]; then
      printf '{\\n "accessKey": "%s",\\n "policyName": "%s"\\n}\\n' "$user" "$(cat "$STATE/attached-$user")"
    else echo '{"status":"success","accessKey":"'"$user"'"}'; fi ;;
  'admin policy attach '*)
    policy=\${line#admin policy attach store }; policy=\${policy%% *}; user=\${line##* }
    case ",$(cat "$STATE/attached-$user" 2>/dev/null)," in *",$policy,"*) echo 'mc: already in effect' >&2; exit 1 ;; esac
    echo "$policy" >"$STATE/attached-$user" ;;
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
  POLICY_FILES: '/etc/daytona',
  POLICIES: '',
  USERS: '',
  USER_KEYS: '/nowhere',
  BUCKETS: 'daytona none false false false',
  ATTEMPTS: '3',
  PAUSE: '2',
};
const run = (change: Record<string, string> = {}) => shell.run(script, { ...env, ...change });

test('creates bucket, policy and user', () => {
  expect(run()).toEqual({ code: 0, stdout: expect.stringContaining('user daytona is up to date'), stderr: '' });
  expect(shell.calls).toEqual([
    'alias set store http://daytona-minio:9000',
    'ls store/daytona',
    'mb store/daytona',
    'anonymous set private store/daytona',
    'admin policy create store daytona /etc/daytona/daytona.json',
    'admin user add store',
    'admin user info --json store daytona',
    'admin policy attach store daytona --user daytona',
  ]);
});

test('without a separate user, it only creates buckets', () => {
  expect(run({ USER_ACCESS_KEY: '', USER_SECRET_KEY: '' }).code).toBe(0);
  expect(shell.calls.some((call) => call.startsWith('admin'))).toBe(false);
});

test("the user's key is passed on standard input", () => {
  run();
  expect(shell.text('user-daytona')).toBe('daytona\nZx81 user "pw"\n');
});

test('no credential is an argument or printed', () => {
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
    'admin policy create store daytona /etc/daytona/daytona.json',
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

test('only a bucket with that setting is emptied', () => {
  shell.put('bucket-a', '');
  shell.put('bucket-b', '');
  run({ BUCKETS: 'a none false false false\nb none true false false' });
  expect(shell.calls.filter((call) => call.startsWith('rm'))).toEqual(['rm --recursive --force store/b']);
});

test('every bucket in the list is created', () => {
  run({ BUCKETS: 'a none false false false\nb none false false false\nc none false false false' });
  expect(shell.calls.filter((call) => call.startsWith('mb'))).toEqual(['mb store/a', 'mb store/b', 'mb store/c']);
});

test('waits for MinIO to respond', () => {
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

test('fails after its retries with a message, and changes nothing', () => {
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

describe('additional users', () => {
  const users = (lines: string, policies = '') => {
    shell.put('key-0', 'Zx81 key\\n');
    shell.put('key-1', 'Zx81-other\n');
    return run({ USERS: lines, POLICIES: policies, USER_KEYS: shell.folder, USER_ACCESS_KEY: '', USER_SECRET_KEY: '' });
  };
  const admin = () => shell.calls.filter((call) => call.startsWith('admin'));

  test('policies are created before the users that get them', () => {
    expect(users('key-0 backup own\nkey-1 viewer readonly', 'own\nother')).toEqual({
      code: 0,
      stdout: expect.stringContaining('user viewer is up to date'),
      stderr: '',
    });
    expect(admin()).toEqual([
      'admin policy create store own /etc/daytona/own.json',
      'admin policy create store other /etc/daytona/other.json',
      'admin user add store',
      'admin user info --json store backup',
      'admin policy attach store own --user backup',
      'admin user add store',
      'admin user info --json store viewer',
      'admin policy attach store readonly --user viewer',
    ]);
    expect(shell.text('user-backup')).toBe('backup\nZx81 key\\n\n');
    expect(shell.text('user-viewer')).toBe('viewer\nZx81-other\n\n');
    expect(shell.calls.join('\n')).not.toContain('Zx81');
  });

  test('a user keeps only its own policies', () => {
    shell.put('attached-backup', 'consoleAdmin,own,readwrite');
    expect(users('key-0 backup own').code).toBe(0);
    expect(admin().slice(-2)).toEqual([
      'admin policy detach store consoleAdmin --user backup',
      'admin policy detach store readwrite --user backup',
    ]);
  });

  test('a second run changes nothing', () => {
    users('key-0 backup own', 'own');
    const first = shell.calls.length;
    expect(users('key-0 backup own', 'own').code).toBe(0);
    expect(shell.calls.slice(first).filter((call) => /attach|detach/.test(call))).toEqual([]);
  });

  test('a user without a key stops the Job', () => {
    const { code, stderr } = users('key-9 backup own');
    expect([code, stderr]).toEqual([1, 'user backup has no secret key\n']);
    expect(admin()).toEqual([]);
  });
});

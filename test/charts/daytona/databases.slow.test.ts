// The scripts of the built-in database and Redis, against real servers.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { system } from '../../../charts/daytona';
import { readLayer } from '../../../lib/values/file/load';
import { only, rendered } from '../../support/render';
import {
  BackgroundServer,
  describeWith,
  freePort,
  type Outcome,
  removeServerFolder,
  run,
  serverFolder,
} from '../../support/servers';

jest.setTimeout(60_000);

const CHART = join(__dirname, '../../../charts/daytona');
const script = (...path: string[]) => readFileSync(join(CHART, ...path), 'utf8');
/** Every character that a shell or a configuration file could misinterpret. */
const PASSWORD = `Zx81 "q" 'a' \\b $HOME #x`;

let folder: string;
let port: number;
let server: BackgroundServer | undefined;

beforeEach(async () => {
  folder = serverFolder();
  port = await freePort();
});
afterEach(async () => {
  await server?.stop('SIGINT');
  server = undefined;
  removeServerFolder(folder);
});

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o644 });
  return file;
};

describeWith(['psql', 'initdb', 'postgres', 'pg_isready'], 'postgresql', 'PostgreSQL', () => {
  const create = script('postgresql', 'scripts', 'create-user.sh');
  const LOCAL = () => ({ PGHOST: folder, PGPORT: String(port) });

  /** What the image does on an empty volume. */
  function initialize(): void {
    const superuser = write('superuser', 'Zx81-admin');
    const { code, err } = run(
      'initdb',
      [
        '-D',
        join(folder, 'data'),
        '-U',
        'postgres',
        `--pwfile=${superuser}`,
        '--auth-host=scram-sha-256',
        '--auth-local=trust',
      ],
      {},
    );
    expect([code, err]).toEqual([0, expect.anything()]);
  }

  async function start(): Promise<void> {
    server = new BackgroundServer(
      'postgres',
      ['-D', join(folder, 'data'), '-k', folder, '-h', '127.0.0.1', '-p', String(port)],
      {},
    );
    const ready = ['-h', '127.0.0.1', '-p', String(port), '-U', 'user', '-d', 'daytona'];
    await server.ready(() => run('pg_isready', ready, {}).code === 0);
  }

  const createUser = (password = PASSWORD): Outcome =>
    run('sh', ['-c', create], {
      ...LOCAL(),
      CLIENT_USER: 'user',
      CLIENT_DATABASE: 'daytona',
      CLIENT_PASSWORD_FILE: write('password', `${password}\n`),
    });

  const query = (sql: string, password = PASSWORD): Outcome =>
    run(
      'psql',
      [
        '--no-psqlrc',
        '-At',
        '-v',
        'ON_ERROR_STOP=1',
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        '-U',
        'user',
        '-d',
        'daytona',
        '-c',
        sql,
      ],
      {
        PGPASSWORD: password,
      },
    );

  test("on an empty volume, Daytona's user owns its database and can create the extension for the migrations", async () => {
    initialize();
    await start();
    expect(createUser()).toEqual({ code: 0, out: '', err: '' });
    expect(
      query(
        'CREATE EXTENSION "uuid-ossp"; CREATE TABLE t (id uuid DEFAULT uuid_generate_v4()); INSERT INTO t DEFAULT VALUES; SELECT count(*) FROM t',
      ).out,
    ).toContain('1\n');
    expect(query('SELECT rolsuper FROM pg_roles WHERE rolname = current_user').out).toBe('f\n');
  });

  test('a wrong password is rejected', async () => {
    initialize();
    await start();
    createUser();
    expect(query('SELECT 1', 'wrong')).toMatchObject({
      code: 2,
      err: expect.stringContaining('password authentication failed'),
    });
  });

  test('a second run changes nothing, whatever the password is now', async () => {
    initialize();
    await start();
    createUser();
    query('CREATE TABLE kept (id int)');
    expect(createUser('another')).toEqual({ code: 0, out: '', err: '' });
    expect(query('SELECT count(*) FROM kept').out).toBe('0\n');
    expect(query('SELECT 1', 'another').code).toBe(2);
  });

  test('after the pod is replaced, data and user are still there', async () => {
    initialize();
    await start();
    createUser();
    query('CREATE TABLE kept (id int)');
    await server?.stop('SIGINT');
    await start();
    expect(createUser()).toEqual({ code: 0, out: '', err: '' });
    expect(query('SELECT count(*) FROM kept').out).toBe('0\n');
  });

  test('a server error stops the script', async () => {
    initialize();
    await start();
    const { code, err } = run('sh', ['-c', create], {
      ...LOCAL(),
      CLIENT_USER: 'user',
      CLIENT_DATABASE: 'x'.repeat(64),
      CLIENT_PASSWORD_FILE: write('password', 'Zx81'),
      PGOPTIONS: '-c default_transaction_read_only=on',
    });
    expect([code, err]).toEqual([3, expect.stringContaining('read-only transaction')]);
  });

  test('the migrations wait for it', async () => {
    initialize();
    const waiting = () =>
      run('node', ['-e', script('scripts', 'wait-for-database.js')], {
        DB_HOST: '127.0.0.1',
        DB_PORT: String(port),
        PATIENCE_SECONDS: '0',
      });
    expect(waiting()).toMatchObject({ code: 1, err: expect.stringContaining('did not accept connections') });
    await start();
    expect(waiting()).toEqual({ code: 0, out: `127.0.0.1:${port} accepts connections\n`, err: '' });
  });
});

describeWith(['redis-server', 'redis-cli'], 'redis-server', 'Redis', () => {
  const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});
  const { data = {} } = only<IConfigMap>(rendered(system, [credentials]), 'ConfigMap', 'daytona-redis-configuration');

  /** As in the container, with the folders of the test. */
  async function start(password?: string): Promise<void> {
    const auth = join(folder, 'auth.conf');
    const config = String(data['redis.conf'])
      .replaceAll('/run/redis/auth.conf', auth)
      .replace('dir /data', `dir ${folder}`)
      .replace(/^port .*$/m, `port ${port}`);
    server = new BackgroundServer('sh', ['-c', script('redis', 'scripts', 'start-redis.sh')], {
      CONFIG: write('redis.conf', config),
      AUTH_FILE: auth,
      ...(password === undefined ? {} : { REDISCLI_AUTH: password }),
    });
    await server.ready(() => cli(['ping'], password).out === 'PONG\n');
  }

  const cli = (args: readonly string[], password?: string): Outcome =>
    run('redis-cli', ['-p', String(port), ...args], password === undefined ? {} : { REDISCLI_AUTH: password });

  test('its configuration has no password, and the server requires the one from the environment', async () => {
    expect(JSON.stringify(data)).not.toContain('requirepass');
    await start(PASSWORD);
    expect(cli(['ping']).out).toContain('NOAUTH');
    const wrong = cli(['ping'], 'wrong');
    expect(wrong.out + wrong.err).toMatch(/WRONGPASS|NOAUTH/);
    expect(cli(['set', 'key', 'value'], PASSWORD).out).toBe('OK\n');
  });

  test('after a restart, it has its data; another password replaces the old one', async () => {
    await start(PASSWORD);
    cli(['set', 'key', 'value'], PASSWORD);
    await server?.stop();
    await start('another');
    expect(cli(['get', 'key'], 'another').out).toBe('value\n');
    expect(cli(['get', 'key'], PASSWORD).out).not.toBe('value\n');
  });

  test('without a password, it accepts every client', async () => {
    await start();
    expect(cli(['ping']).out).toBe('PONG\n');
  });

  test('survives a crash', async () => {
    await start(PASSWORD);
    cli(['set', 'key', 'value'], PASSWORD);
    cli(['config', 'set', 'appendfsync', 'always'], PASSWORD);
    cli(['set', 'key', 'later'], PASSWORD);
    await server?.stop('SIGKILL');
    await start(PASSWORD);
    expect(cli(['get', 'key'], PASSWORD).out).toBe('later\n');
  });
});

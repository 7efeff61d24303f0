// The scripts of the backup, against a real PostgreSQL and rclone.

import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  BackgroundServer,
  describeWith,
  freePort,
  type Outcome,
  program,
  removeServerFolder,
  run,
  serverFolder,
} from '../../support/servers';
import { StoreStub } from './support/store-stub';

jest.setTimeout(120_000);

const SCRIPTS = join(__dirname, '../../../charts/daytona/postgresql/backup/scripts');
const script = (name: string) => readFileSync(join(SCRIPTS, name), 'utf8');
const PASSWORD = `Zx81 "q" 'a' \\b $HOME #x`;
const DUMP = /^daytona-\d{8}T\d{6}Z\.dump$/;

let folder: string;
let dumps: string;
let work: string;
let port: number;
let server: BackgroundServer | undefined;
let store: StoreStub | undefined;

beforeEach(async () => {
  folder = serverFolder();
  dumps = mkdir('dumps');
  work = mkdir('work');
  port = await freePort();
});
afterEach(async () => {
  await server?.stop('SIGINT');
  server = undefined;
  await store?.stop();
  store = undefined;
  removeServerFolder(folder);
});

function mkdir(name: string): string {
  const path = join(folder, name);
  run('mkdir', [path], {});
  return path;
}

/** As in the image, where all programs of the server are on the path. */
const path = () => [dirname(program('initdb') ?? ''), process.env.PATH].join(':');
const dumpsIn = (place = dumps): string[] =>
  readdirSync(place)
    .filter((file) => DUMP.test(file))
    .sort();

const dump = (change: NodeJS.ProcessEnv = {}): Outcome =>
  run('sh', ['-c', script('dump.sh')], {
    PATH: path(),
    PGHOST: '127.0.0.1',
    PGPORT: String(port),
    PGUSER: 'user',
    PGPASSWORD: PASSWORD,
    PGDATABASE: 'daytona',
    DUMPS: dumps,
    WORK: work,
    VERIFY: 'true',
    PATIENCE: '2',
    ...change,
  });

const retention = (keep: number, database = 'daytona'): Outcome =>
  run('sh', ['-c', script('retention.sh')], { DUMPS: dumps, WORK: work, DATABASE: database, KEEP: String(keep) });

/** A dump of an earlier day, which only retention reads. */
function earlier(day: number, database = 'daytona'): string {
  const name = `${database}-202601${String(day).padStart(2, '0')}T000000Z.dump`;
  const write = `printf %s ${day} >'${name}'; sha256sum '${name}' >'${name}.sha256'`;
  expect(run('sh', ['-c', `cd '${dumps}'; ${write}`], {}).code).toBe(0);
  return name;
}

describeWith(['psql', 'initdb', 'postgres', 'pg_dump', 'pg_ctl'], 'postgresql', 'with PostgreSQL', () => {
  async function start(): Promise<void> {
    const data = join(folder, `data-${port}`);
    const initialized = run('initdb', ['-D', data, '-U', 'postgres', '--auth-local=trust', '--auth-host=md5'], {});
    expect(initialized.code).toBe(0);
    server = new BackgroundServer('postgres', ['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port)], {});
    await server.ready(() => run('pg_isready', ['-h', '127.0.0.1', '-p', String(port)], {}).code === 0);
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, PASSWORD);
    const createUser = readFileSync(join(SCRIPTS, '../../scripts/create-user.sh'), 'utf8');
    const created = run('sh', ['-c', createUser], {
      PGHOST: folder,
      PGPORT: String(port),
      CLIENT_USER: 'user',
      CLIENT_DATABASE: 'daytona',
      CLIENT_PASSWORD_FILE: passwordFile,
    });
    expect(created).toEqual({ code: 0, out: '', err: '' });
  }

  const asUser = () => ({ PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'user', PGPASSWORD: PASSWORD });
  const query = (sql: string): string => {
    const args = ['--no-psqlrc', '-At', '-v', 'ON_ERROR_STOP=1', '-d', 'daytona', '-c', sql];
    const { code, out, err } = run('psql', args, asUser());
    expect([code, err]).toEqual([0, expect.anything()]);
    return out;
  };
  /** Everything in the database, as SQL. Newer programs add a key of their own to each dump. */
  const contents = (): string => run('pg_dump', ['-d', 'daytona'], asUser()).out.replace(/^\\(un)?restrict .*$/gm, '');

  const fill = () =>
    query(`CREATE EXTENSION "uuid-ossp"; CREATE SCHEMA audit;
      CREATE TABLE sandbox (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), name text UNIQUE, data jsonb);
      CREATE TABLE audit.log (id serial PRIMARY KEY, sandbox uuid REFERENCES sandbox, at timestamptz);
      CREATE VIEW names AS SELECT name FROM sandbox;
      INSERT INTO sandbox (name, data) SELECT 'ö ' || n, jsonb_build_object('n', n) FROM generate_series(1, 2000) n;
      INSERT INTO audit.log (sandbox, at) SELECT id, now() FROM sandbox;`);

  test('a dump restores into an empty server, and the data are the same', async () => {
    await start();
    fill();
    const before = contents();
    const { code, out, err } = dump();
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('restored into an empty server: 2 tables');
    const [name = ''] = dumpsIn();
    expect(readFileSync(join(work, 'name'), 'utf8')).toBe(`${name}\n`);
    expect(readdirSync(dumps).sort()).toEqual([name, `${name}.sha256`]);
    expect(readdirSync(work)).not.toContain('server');

    await server?.stop('SIGINT');
    port = await freePort();
    await start();
    const restore = () =>
      run('sh', ['-c', RESTORE.replaceAll('/run/secrets/postgresql', folder)], {
        ...asUser(),
        PGPASSWORD: undefined,
        DUMP: join(dumps, name),
      });
    expect(restore()).toEqual({ code: 0, out: '', err: '' });
    expect(contents()).toBe(before);
    // Again, over the data that are there now.
    query('DELETE FROM audit.log; ALTER TABLE sandbox ADD COLUMN later text;');
    expect(restore()).toEqual({ code: 0, out: '', err: '' });
    expect(contents()).toBe(before);
  });

  test('nothing is kept if the database has no tables, so that old dumps are not replaced', async () => {
    await start();
    expect(dump()).toMatchObject({ code: 1, err: expect.stringContaining('has no tables') });
    expect(readdirSync(dumps)).toEqual([]);
  });

  test('nothing is kept if the dump cannot be restored', async () => {
    await start();
    fill();
    // A function that only works here: the restored one fails on the data.
    query(`CREATE FUNCTION here() RETURNS boolean LANGUAGE sql STABLE AS
        $$ SELECT current_user = 'user' $$;
      CREATE TABLE bound (id int CHECK (here()));
      INSERT INTO bound VALUES (1);`);
    const { code, err } = dump();
    expect([code, err]).toEqual([1, expect.stringContaining('the dump cannot be restored: there is no new backup')]);
    expect(readdirSync(dumps)).toEqual([]);
    expect(dump({ VERIFY: 'false' }).code).toBe(0);
    expect(dumpsIn()).toHaveLength(1);
  });

  test('nothing is kept if a table cannot be read, or the disk is full', async () => {
    await start();
    fill();
    const superuser = ['--no-psqlrc', '-d', 'daytona', '-h', folder, '-p', String(port), '-U', 'postgres', '-c'];
    run('psql', [...superuser, 'CREATE TABLE foreign_table (id int)'], {});
    expect(dump()).toMatchObject({ code: 1, err: expect.stringContaining('pg_dump failed: there is no new backup') });
    run('psql', [...superuser, 'DROP TABLE foreign_table'], {});
    query('INSERT INTO sandbox (data) SELECT jsonb_agg(md5(n::text)) FROM generate_series(1, 5000) n');
    const limited = run('sh', ['-c', `ulimit -f 8; exec sh -c '${script('dump.sh').replaceAll("'", `'\\''`)}'`], {
      PATH: path(),
      ...asUser(),
      PGDATABASE: 'daytona',
      DUMPS: dumps,
      WORK: work,
      VERIFY: 'true',
      PATIENCE: '2',
    });
    expect(limited.code).not.toBe(0);
    expect(readdirSync(dumps)).toEqual([]);
  });

  test('a server that does not answer, and a wrong password', async () => {
    expect(dump()).toMatchObject({ code: 1, err: expect.stringContaining('did not accept connections') });
    await start();
    const { code, err } = dump({ PGPASSWORD: 'wrong' });
    expect([code, err]).toEqual([1, expect.stringContaining('password authentication failed')]);
    expect(err).not.toContain(PASSWORD);
  });

  test('a database that is called postgres is dumped and restored', async () => {
    await start();
    const superuser = ['--no-psqlrc', '-h', folder, '-p', String(port), '-U', 'postgres', '-c'];
    run('psql', [...superuser, 'CREATE TABLE one (id int)'], {});
    const out = dump({ PGHOST: folder, PGUSER: 'postgres', PGDATABASE: 'postgres' });
    expect(out).toMatchObject({ code: 0, err: '' });
  });

  describeWith(['rclone'], 'rclone', 'and a bucket', () => {
    beforeEach(async () => {
      await start();
      fill();
      expect(dump()).toMatchObject({ code: 0 });
      store = await StoreStub.start();
    });

    const upload = (keep = 2): Promise<Outcome> =>
      (store as StoreStub).run(script('upload.sh'), {
        DUMPS: dumps,
        WORK: work,
        STORE: 'store:backups/daytona/prod',
        DATABASE: 'daytona',
        KEEP: String(keep),
        HOME: work,
      });

    test('the dump and its checksum are uploaded, and the oldest dumps are removed', async () => {
      for (const day of [1, 2, 3]) {
        store?.put(`backups/daytona/prod/daytona-2026010${day}T000000Z.dump`, 'old');
        store?.put(`backups/daytona/prod/daytona-2026010${day}T000000Z.dump.sha256`, 'old');
      }
      store?.put('backups/daytona/prod/daytona-eu-20260101T000000Z.dump', 'of another database');
      store?.put('backups/daytona/prod/notes.txt', 'ours');
      const { code, err } = await upload();
      expect([code, err]).toEqual([0, '']);
      const [name = ''] = dumpsIn();
      expect(store?.get(`backups/daytona/prod/${name}`)).toEqual(readFileSync(join(dumps, name)));
      expect(store?.names().sort()).toEqual(
        [
          'daytona-20260103T000000Z.dump',
          'daytona-20260103T000000Z.dump.sha256',
          'daytona-eu-20260101T000000Z.dump',
          name,
          `${name}.sha256`,
          'notes.txt',
        ]
          .map((file) => `backups/daytona/prod/${file}`)
          .sort(),
      );
    });

    test('a refused upload fails, and no old dump is removed', async () => {
      for (const day of [1, 2, 3]) store?.put(`backups/daytona/prod/daytona-2026010${day}T000000Z.dump`, 'old');
      if (store) store.refusesWrites = true;
      const { code, err } = await upload();
      expect([code, err]).toEqual([1, expect.stringContaining('was not uploaded')]);
      expect(store?.names()).toHaveLength(3);
    });

    test('a store that damages what it stores is noticed: the damaged dump and no other is removed', async () => {
      for (const day of [1, 2, 3]) store?.put(`backups/daytona/prod/daytona-2026010${day}T000000Z.dump`, 'old');
      if (store) store.damages = true;
      const { code, err } = await upload();
      expect([code, err]).toEqual([1, expect.stringContaining('in the bucket differs from the dump')]);
      expect(store?.names()).toHaveLength(3);
    });
  });
});

describe('retention', () => {
  test('keeps the newest dumps, and every file that is not a dump of this database', () => {
    const all = [1, 2, 3, 4].map((day) => earlier(day));
    const other = earlier(1, 'daytona-eu');
    writeFileSync(join(dumps, 'notes.txt'), '');
    expect(retention(2)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('2 dumps are kept') });
    const left = [...all.slice(2), other].flatMap((file) => [file, `${file}.sha256`]);
    expect(readdirSync(dumps).sort()).toEqual([...left, 'notes.txt'].sort());
    expect(retention(2)).toMatchObject({ code: 0 });
  });

  test('a damaged dump fails the run by name, and nothing is removed', () => {
    const [first = '', second = '', third = ''] = [1, 2, 3].map((day) => earlier(day));
    truncateSync(join(dumps, second), 0);
    expect(retention(1)).toMatchObject({ code: 1, err: expect.stringContaining(`${second} does not match`) });
    expect(dumpsIn()).toEqual([first, second, third]);
  });

  test('a dump without a checksum was not completed', () => {
    const name = earlier(1);
    run('rm', [join(dumps, `${name}.sha256`)], {});
    expect(retention(1)).toMatchObject({ code: 1, err: expect.stringContaining(name) });
    expect(existsSync(join(dumps, name))).toBe(true);
  });
});

/** The command in docs/backup.md, which reads the dump from standard input. */
const RESTORE = (() => {
  const page = readFileSync(join(__dirname, '../../../docs/backup.md'), 'utf8');
  const command = /kubectl exec -i \S+ -n \S+ -- sh -c '([^']+)' < /.exec(page)?.[1];
  if (command === undefined) throw new Error('docs/backup.md has no restore command');
  // The port of the test instead of the default one.
  return `( ${command.replace('--host 127.0.0.1', '--host 127.0.0.1 --port "$PGPORT"')} ) < "$DUMP"`;
})();

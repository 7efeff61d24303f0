// The list of breaking changes, and the notice of a run that moves an output folder to another version.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { breakingChanges, changesBetween, isNewer } from '../../cli/upgrade/breaking-changes';
import { type Run, root, run } from './support/run';

describe('the list', () => {
  const changes = breakingChanges();

  test('each entry is complete, and names known charts', () => {
    const charts = registry.map(({ name }) => name);
    const areas = ['values', 'objects', 'index', 'jobs', 'output', 'cli', 'library'];
    for (const change of changes) {
      expect(Object.keys(change)).toEqual(
        ['version', 'area', 'charts', 'summary', 'details'].filter((key) => Object.hasOwn(change, key)),
      );
      expect(change.version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(areas).toContain(change.area);
      expect((change.charts ?? []).filter((chart) => !charts.includes(chart))).toEqual([]);
      expect(change.summary).toMatch(/^[^\n]{10,149}[^.\n]$/);
    }
  });

  test('the oldest version is first', () => {
    const versions = changes.map(({ version }) => version);
    versions.slice(1).forEach((version, at) => {
      expect(isNewer(versions[at] as string, version)).toBe(false);
    });
  });

  test('the changelog has all of them', () => {
    const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').replaceAll(/\s+/g, ' ');
    for (const { summary } of changes) expect(changelog).toContain(summary);
  });
});

test.each([
  ['0.2.0', '0.1.9', true],
  ['0.10.0', '0.9.0', true],
  ['1.0.0', '0.99.99', true],
  ['0.2.0', '0.2.0', false],
  ['0.2.0-rc.1', '0.2.0', false],
  ['0.1.9', '0.2.0', false],
])('%s is newer than %s: %s', (one, other, expected) => {
  expect(isNewer(one, other)).toBe(expected);
});

test('only changes after the old version, up to the new one, of these charts', () => {
  const change = (version: string, more: object = {}) =>
    ({ version, area: 'values', summary: version, ...more }) as const;
  const all = [change('0.1.0'), change('0.2.0'), change('0.3.0', { charts: ['daytona'] }), change('0.4.0')];
  const between = (from: string, to: string, ...charts: string[]) =>
    changesBetween(all, { from, to, charts: new Set(charts) }).map(({ summary }) => summary);
  expect(between('0.1.0', '0.3.0', 'daytona')).toEqual(['0.2.0', '0.3.0']);
  expect(between('0.1.0', '0.3.0', 'peerpods')).toEqual(['0.2.0']);
  expect(between('0.3.0', '0.4.0')).toEqual(['0.4.0']);
  expect(between('0.4.0', '0.4.0')).toEqual([]);
  const library = [{ ...change('0.2.0'), area: 'library' as const }];
  expect(changesBetween(library, { from: '0.1.0', to: '0.2.0', charts: new Set() })).toEqual([]);
});

describe('synth', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
    writeFileSync(join(folder, 'lab.yaml'), 'session: {id: "7", userId: ada}\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const LAB = ['--set', 'session.id=7,session.userId=ada,codeServer.existingSecret=x,rootfs.imageUrl=https://a.io/b'];
  const synth = (version: string, ...more: string[]): Promise<Run> =>
    run({ registry, version }, ['synth', 'dozlab-session', ...LAB, ...more], { cwd: folder });
  const NOTICE = 'dist was written by version 0.1.0. Changes up to 0.2.0 that may need action:';

  test('says once what moving the folder to a newer version means', async () => {
    expect((await synth('0.1.0')).err).not.toContain('was written by');
    const { code, err } = await synth('0.2.0');
    expect(code).toBe(0);
    expect(err).toContain(NOTICE);
    expect(err).toContain('\n  - dozlab-session: default image tags changed\n');
    expect(err).toContain('\n  - Argo CD and Flux never delete Namespaces, CRDs and PersistentVolumeClaims\n');
    // Of other charts, and of the library.
    expect(err).not.toMatch(/MinIO on Docker Hub, where|systemApiToken|SystemProps/);
    expect((await synth('0.2.0')).err).not.toContain('was written by');
  });

  test('says nothing about a patch release, and nothing in a new folder', async () => {
    await synth('0.2.0');
    expect((await synth('0.2.1')).err).not.toContain('was written by');
    expect((await synth('0.3.0', '-o', 'other')).err).not.toContain('was written by');
  });

  test('charts of other releases in the folder count, too', async () => {
    const args = ['synth', 'runner-manager', '--set', 'existingSecret=x,daytona.apiUrl=https://a.io/api'];
    const { code } = await run({ registry, version: '0.1.0' }, args, { cwd: folder });
    expect(code).toBe(0);
    expect((await synth('0.2.0')).err).toContain('  - runner-manager: `daytona.systemApiToken` is required');
  });

  test('warns in a folder that a newer version wrote', async () => {
    await synth('0.3.0');
    expect((await synth('0.2.0')).err).toContain(
      'warning: dist was written by version 0.3.0, which is newer than this one (0.2.0): use that version',
    );
  });
});

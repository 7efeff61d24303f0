// --target and --delivery, as flags and in a releases file: what is refused, printed, written and recorded.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { registry } from '../../charts/registry';
import { product } from './support/product';
import { type Run, root, run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'delivery-'));
  write('red.yaml', 'color: red\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
const read = (file: string) => readFileSync(join(cwd, file), 'utf8');
const call = (...argv: string[]): Promise<Run> => run(product, argv, { cwd });
const BUOY = ['buoy', '-f', 'red.yaml'];
const REPO = 'repo=https://git.example.com/deploy.git';
const EXISTING = ['--secrets', 'existing'];
const releases = (...lines: string[]) => write('releases.yaml', `releases:\n${lines.join('\n')}\n`);
const fields = 'chart: buoy, values: [red.yaml]';

describe('the command line', () => {
  test.each([
    ['an unknown target', ['--target', 'argocdd'], 'unknown target argocdd (did you mean argocd?)'],
    ['an unknown target without a similar one', ['--target', 'x'], 'unknown target x (expected kubectl, argocd, flux)'],
    [
      'an ApplySet',
      ['--target', 'argocd', '--applyset', 'a'],
      '--applyset is for kubectl: Argo CD tracks what to prune itself',
    ],
    [
      'one stream for Flux',
      ['--target', 'flux', '--stdout'],
      '--stdout cannot be used with --target flux, which needs folders',
    ],
    [
      'a stream with a delivery',
      ['--target', 'argocd', '--stdout', '--delivery', 'folder=x'],
      "option '--stdout' cannot be used with option '--delivery <key=value>'",
    ],
    ['a delivery for kubectl', ['--delivery', 'folder=x'], 'delivery requires target argocd or flux'],
    [
      'a delivery in the output',
      ['--target', 'flux', '--delivery', 'folder=dist/flux'],
      'delivery.folder dist/flux and output dist are nested: whatever applies one would apply both (use separate folders)',
    ],
    [
      'an output in the delivery',
      ['--target', 'flux', '-o', 'clusters/out', '--delivery', 'folder=clusters'],
      'delivery.folder clusters and output clusters/out are nested: whatever applies one would apply both (use separate folders)',
    ],
    [
      'an output outside of the repository',
      ['--target', 'flux', '-o', '../out', '--delivery', 'folder=clusters'],
      'cannot determine the path of ../out in the repository (set delivery.path)',
    ],
  ])('%s is refused', async (_what, argv, message) => {
    const { code, err } = await call('synth', ...BUOY, ...argv);
    expect(err).toContain(`error: ${message}\n`);
    expect(code).toBe(2);
    expect(existsSync(join(cwd, 'dist'))).toBe(false);
  });

  test.each([
    ['argocd', 'folder=x', 'delivery.repo: is required: Argo CD fetches the manifests from it'],
    ['argocd', REPO, 'delivery.folder: is required: the directory to write these objects to'],
    ['argocd', `folder=x,${REPO},project=y`, '--delivery project: unknown key'],
    ['argocd', 'folder=x,repo=https://me:hunter2@git.example.com/x', '--delivery repo: invalid value (expected'],
    [
      'argocd',
      `folder=x,${REPO},path=../up`,
      '--delivery path: invalid value "../up" (expected a path relative to the root of the repository, such as dist)',
    ],
    ['argocd', `folder=x,${REPO},argocd.automated=maybe`, '--delivery argocd.automated: invalid string "maybe"'],
    ['flux', 'folder=x,flux.interval=10', '--delivery flux.interval: invalid value 10 (expected a duration such as'],
    [
      'flux',
      `folder=x,${REPO}`,
      'delivery.flux.source: is managed by flux bootstrap: use a different source name with repo',
    ],
    ['flux', 'folder=x,revision=v1', '--delivery revision: requires repo: an existing source has its own'],
    ['flux', 'folder=x,flux.secret=key', '--delivery flux.secret: requires repo: an existing source has its own'],
  ])('%s with %s is refused', async (target, delivery, message) => {
    const { code, err } = await call('synth', ...BUOY, ...EXISTING, '--target', target, '--delivery', delivery);
    expect(err).toContain(message);
    expect(err).not.toContain('hunter2');
    expect(code).toBe(1);
    expect(existsSync(join(cwd, 'dist'))).toBe(false);
  });
});

describe('credentials', () => {
  const warning =
    'warning: the manifests contain credentials, and Flux reads them from Git: use --secrets existing, external-secrets, sealed-secrets or sops\n';

  test('in the manifests cause a warning', async () => {
    expect((await call('synth', ...BUOY, '--target', 'flux')).err).toContain(warning);
  });

  test('that are not in the manifests do not, nor do they for kubectl', async () => {
    expect((await call('synth', ...BUOY, '--target', 'flux', ...EXISTING)).err).not.toContain('warning');
    expect((await call('synth', ...BUOY)).err).not.toContain('warning');
  });

  test('of several releases cause a single warning', async () => {
    releases(`- {name: a, ${fields}}`, `- {name: b, ${fields}}`);
    const { err } = await call('synth', '--target', 'argocd');
    expect(err.match(/contain credentials/g)).toHaveLength(1);
  });
});

describe('the output', () => {
  test('for kubectl is the same as without a target', async () => {
    await call('synth', ...BUOY);
    const before = read('dist/buoy.k8s.yaml');
    await call('synth', ...BUOY, '--target', 'kubectl');
    expect(read('dist/buoy.k8s.yaml')).toBe(before);
  });

  test('for another target replaces the files of the previous one', async () => {
    await call('synth', ...BUOY);
    await call('synth', ...BUOY, '--target', 'flux');
    expect(existsSync(join(cwd, 'dist/buoy.k8s.yaml'))).toBe(false);
    expect(existsSync(join(cwd, 'dist/buoy/setup/objects.yaml'))).toBe(true);
    await call('synth', ...BUOY);
    expect(existsSync(join(cwd, 'dist/buoy'))).toBe(false);
  });

  test('the flag wins over the file, and the release over the defaults', async () => {
    write(
      'releases.yaml',
      `defaults: {target: flux}\nreleases:\n- {name: a, ${fields}}\n- {name: b, ${fields}, target: argocd}\n`,
    );
    await call('synth');
    expect(existsSync(join(cwd, 'dist/a/setup/objects.yaml'))).toBe(true);
    expect(existsSync(join(cwd, 'dist/b.k8s.yaml'))).toBe(true);
    await call('synth', '--target', 'kubectl');
    expect(existsSync(join(cwd, 'dist/a.k8s.yaml'))).toBe(true);
  });

  test.each([
    ['release', { path: 'dist', directory: { include: 'buoy.k8s.yaml' } }],
    ['objects', { path: 'dist/buoy' }],
  ])('an Application refers to the files that layout %s has written', async (layout, place) => {
    const delivery = ['--delivery', `folder=apps,${REPO}`, '--delivery', 'argocd.cascade=true,argocd.automated=false'];
    await call('synth', ...BUOY, ...EXISTING, '--target', 'argocd', '--layout', layout, ...delivery);
    expect(parse(read('apps/buoy.k8s.yaml'))).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: 'buoy',
        namespace: 'argocd',
        finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'],
      },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/deploy.git', targetRevision: 'HEAD', ...place },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'sea' },
        syncPolicy: {
          syncOptions: ['PruneLast=true'],
          retry: { limit: 5, backoff: { duration: '30s', factor: 2, maxDuration: '5m' } },
        },
      },
    });
  });

  test.each([
    ['tolerations', 'tolerations: [{key: kvm, operator: Exists}]', 1],
    ['none', '', undefined],
  ])('an Application for a bare Pod with %s ignores the additional fields', async (_what, more, count) => {
    write('lab.yaml', `session: {id: "7", userId: ada}\nrootfs: {imageUrl: "https://a.example.com/x"}\n${more}\n`);
    const argv = [
      'synth',
      'dozlab-session',
      '-f',
      'lab.yaml',
      '--set',
      'codeServer.existingSecret=x',
      '--target',
      'argocd',
    ];
    const { code } = await run({ version: '1', registry }, [...argv, '--delivery', `folder=apps,${REPO}`], { cwd });
    expect(code).toBe(0);
    expect(parse(read('apps/dozlab-session.k8s.yaml')).spec.ignoreDifferences?.length).toBe(count);
  });

  test.each([
    ['', { branch: 'main' }],
    ['trunk', { branch: 'trunk' }],
    ['refs/tags/v1', { name: 'refs/tags/v1' }],
    ['0123456789abcdef0123456789abcdef01234567', { commit: '0123456789abcdef0123456789abcdef01234567' }],
  ])('a GitRepository takes revision %j as %j', async (revision, ref) => {
    const delivery = `folder=apps,${REPO},revision=${revision},flux.source=deploy,flux.secret=key`;
    await call('synth', ...BUOY, ...EXISTING, '--target', 'flux', '--delivery', delivery);
    expect(parse(read('apps/gitrepository.deploy.k8s.yaml'))).toEqual({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'deploy', namespace: 'flux-system' },
      spec: { url: 'https://git.example.com/deploy.git', ref, interval: '1m', secretRef: { name: 'key' } },
    });
  });

  test('releases share a source, and two sources with the same name are refused', async () => {
    const flux = 'target: flux, delivery: {folder: apps, repo: "https://git.example.com/x", flux: {source: x}';
    releases(`- {name: a, ${fields}, ${flux}}}`, `- {name: b, ${fields}, ${flux}}}`);
    expect((await call('synth', ...EXISTING)).code).toBe(0);
    expect(existsSync(join(cwd, 'apps/gitrepository.x.k8s.yaml'))).toBe(true);
    releases(`- {name: a, ${fields}, ${flux}}}`, `- {name: b, ${fields}, ${flux}, revision: v2}}`);
    expect((await call('synth', ...EXISTING)).err).toContain(
      'b: error: gitrepository.x differs from that of a: use two source names (delivery.flux.source)',
    );
  });

  test.each([
    ['in the defaults', 'defaults: {delivery: null}', ''],
    ["in a release, which removes the defaults'", 'defaults: {delivery: {folder: apps}}', ', delivery: null'],
  ])('null means no delivery, %s', async (_where, defaults, own) => {
    write('releases.yaml', `${defaults}\nreleases:\n- {name: a, ${fields}, target: flux${own}}\n`);
    expect((await call('synth', ...EXISTING)).code).toBe(0);
    expect(existsSync(join(cwd, 'apps'))).toBe(false);
  });

  test('a file cannot deliver manifests that kubectl applies', async () => {
    releases(`- {name: a, ${fields}, target: kubectl, delivery: {folder: apps}}`);
    expect((await call('synth')).err).toContain(
      'releases.yaml:2:63 releases[0].delivery: requires target argocd or flux',
    );
  });

  test('a wrong key in the file is reported with its location', async () => {
    releases(`- {name: a, ${fields}, target: flux, delivery: {folder: apps, flux: {sourc: x}}}`);
    expect((await call('synth')).err).toContain(
      'releases.yaml:2:92 releases[0].delivery.flux.sourc: unknown key (did you mean source?)',
    );
  });

  test('missing delivery settings are reported with the release', async () => {
    releases(`- {name: a, ${fields}, target: argocd, delivery: {folder: apps}}`);
    const { err } = await call('synth', ...EXISTING);
    expect(err).toContain('a: delivery.repo: is required: Argo CD fetches the manifests from it');
  });
});

describe('the other commands', () => {
  const flux = ['--target', 'flux', ...EXISTING];

  test.each([['argocd'], ['flux']])('verify renders again for %s, including the delivery', async (target) => {
    const delivery = `folder=apps,${REPO},flux.source=deploy`;
    await call('synth', ...BUOY, ...EXISTING, '--target', target, '--delivery', delivery);
    expect(await call('verify')).toMatchObject({ code: 0 });
    expect(await call('verify', 'apps')).toMatchObject({ code: 0 });
    const { code, out } = await run(product, ['verify', join(cwd, 'apps')], { cwd: tmpdir() });
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('matches') });
  });

  test('verify reports an edited Application', async () => {
    await call('synth', ...BUOY, ...EXISTING, '--target', 'argocd', '--delivery', `folder=apps,${REPO}`);
    write('apps/buoy.k8s.yaml', read('apps/buoy.k8s.yaml').replace('HEAD', 'mine'));
    expect(await call('verify', 'apps')).toEqual({
      code: 1,
      out: 'buoy: apps/buoy.k8s.yaml: Application argocd/buoy was edited after it was written\n',
      err: '',
    });
  });

  test('diff renders for the target', async () => {
    await call('synth', ...BUOY, ...flux);
    expect(await call('diff', ...BUOY, ...flux)).toMatchObject({ code: 0, out: 'no differences: 1 the same\n' });
  });

  test('explain works with a target', async () => {
    const { code, out } = await call('explain', ...BUOY, ...flux, 'ConfigMap/buoy', 'data.color');
    expect(code).toBe(0);
    expect(out).toContain('color = "red"  (red.yaml:1:1)');
  });

  test('explain finds annotations of the target', async () => {
    const region = { version: '1.2.3', registry };
    const values = join(root, 'charts/daytona-region/example.values.yaml');
    const field = 'metadata.annotations["argocd.argoproj.io/sync-wave"]';
    const object = 'ServiceAccount/daytona-region-proxy';
    const argv = ['explain', 'daytona-region', '-f', values, '--target', 'argocd', object, field];
    const { out } = await run(region, argv, { cwd });
    expect(out).toContain(`${object} ${field} is "-40"\n`);
  });

  test('the schema of releases files contains target and delivery', async () => {
    const { items } = JSON.parse((await call('schema', 'releases')).out).properties.releases;
    expect(items.properties.target.enum).toEqual(['kubectl', 'argocd', 'flux', null]);
    expect(Object.keys(items.properties.delivery.properties)).toEqual([
      'folder',
      'repo',
      'revision',
      'path',
      'namespace',
      'argocd',
      'flux',
    ]);
    expect(items.properties.delivery.required).toBeUndefined();
  });
});

describe('an ApplicationSet', () => {
  const fleet = (rows: readonly string[], argocd = 'applicationSet: labs') => {
    write('labs.csv', `name\n${rows.join('\n')}\n`);
    write(
      'releases.yaml',
      `defaults: {chart: buoy, namespace: labs, target: argocd, values: [red.yaml], secrets: {mode: existing}, delivery: {folder: apps, ${REPO.replace('=', ': ')}, argocd: {${argocd}}}}\nreleases:\n- {name: "{{ row.name }}", forEach: labs.csv}\n`,
    );
  };
  const set = () => parse(read('apps/applicationset.labs.k8s.yaml'));

  test('creates the Applications of all rows, and keeps their objects when a row is removed', async () => {
    fleet(['a', 'b']);
    expect(await call('synth')).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, 'apps/a.k8s.yaml'))).toBe(false);
    expect(set()).toMatchObject({
      kind: 'ApplicationSet',
      metadata: { name: 'labs', namespace: 'argocd' },
      spec: {
        goTemplate: true,
        generators: [{ list: { elements: [{ name: 'a' }, { name: 'b' }] } }],
        template: {
          metadata: { name: '{{.name}}' },
          spec: {
            source: { path: 'dist', directory: { include: '{{.name}}.k8s.yaml' } },
            destination: { server: 'https://kubernetes.default.svc' },
          },
        },
        syncPolicy: { preserveResourcesOnDeletion: true },
      },
    });
  });

  test('ignores what the cluster adds to any object of a release', async () => {
    fleet(['a']);
    await call('synth');
    const ignored = set().spec.template.spec.ignoreDifferences as { kind: string; jqPathExpressions: string[] }[];
    const pathsOf = (kind: string) =>
      ignored.filter((one) => one.kind === kind).flatMap(({ jqPathExpressions }) => jqPathExpressions);
    expect(pathsOf('Pod')).toEqual([expect.stringContaining('node.kubernetes.io/not-ready')]);
    expect(pathsOf('ExternalSecret')).toEqual([
      '.spec.data[]?.remoteRef.nullBytePolicy',
      '.spec.dataFrom[]?.extract.nullBytePolicy',
      '.spec.dataFrom[]?.find.nullBytePolicy',
    ]);
  });

  test('is verified, and follows changes of the table', async () => {
    fleet(['a', 'b']);
    await call('synth');
    expect(await call('verify', 'apps')).toMatchObject({ code: 0 });
    fleet(['b', 'c']);
    expect(await call('synth')).toMatchObject({ code: 0 });
    expect(set().spec.generators[0].list.elements).toEqual([{ name: 'b' }, { name: 'c' }]);
    expect(await call('verify', 'apps')).toMatchObject({ code: 0 });
  });

  test('with cascade, the objects are deleted with their row', async () => {
    fleet(['a'], 'applicationSet: labs, cascade: true');
    await call('synth');
    expect(set().spec.syncPolicy).toBeUndefined();
    expect(set().spec.template.metadata.finalizers).toHaveLength(1);
  });

  test('replaces the earlier Applications', async () => {
    fleet(['a', 'b'], '');
    await call('synth');
    expect(existsSync(join(cwd, 'apps/a.k8s.yaml'))).toBe(true);
    fleet(['a', 'b']);
    await call('synth');
    expect(existsSync(join(cwd, 'apps/a.k8s.yaml'))).toBe(false);
  });

  test.each([
    [['--only', 'a'], '', 'ApplicationSet labs lists all of its releases (omit --only)'],
    [[], ', createNamespace: true', 'is for single Applications: create the namespace beforehand'],
  ])('is refused with %j%s', async (argv, more, message) => {
    fleet(['a', 'b'], `applicationSet: labs${more}`);
    const { code, err } = await call('synth', ...argv);
    expect(code).not.toBe(0);
    expect(err).toContain(message);
  });
});

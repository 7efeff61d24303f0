// The permissions of the GitHub workflows, and what they use from others.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, '.github', 'workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps?: readonly Step[]; readonly permissions?: object }>>;
}

const workflows = readdirSync(FOLDER).map((file) => ({
  file,
  workflow: parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow,
}));
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps = [] }) => steps);

test.each(workflows)('$file: actions are pinned to a major version or a commit', ({ workflow }) => {
  const actions = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((uses) => !/@(v\d+|[0-9a-f]{40})$/.test(uses))).toEqual([]);
});

test.each(workflows)('$file: jobs can only read the repository by default', ({ workflow }) => {
  expect(workflow.permissions).toEqual({ contents: 'read' });
});

test.each(workflows)(
  '$file: no script contains an expression, which an attacker could fill with commands',
  ({ workflow }) => {
    expect(stepsOf(workflow).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  },
);

test('only the publishing job can write', () => {
  const writing = workflows.flatMap(({ file, workflow: { jobs } }) =>
    Object.entries(jobs)
      .filter(([, { permissions }]) => permissions !== undefined)
      .map(([job, { permissions }]) => ({ file, job, permissions })),
  );
  expect(writing).toEqual([
    { file: 'release.yml', job: 'publish', permissions: { contents: 'write', 'id-token': 'write' } },
  ]);
});

test('the repository comes from the release workflow, not from package.json', () => {
  const declared = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
  expect(Object.keys(declared).filter((key) => ['repository', 'homepage', 'bugs'].includes(key))).toEqual([]);
  const set = readFileSync(join(FOLDER, 'release.yml'), 'utf8');
  expect(set).toMatch(/npm pkg set repository\.type=git .*\$home\.git/);
});

test('the cluster tests run for every Kubernetes version that has modules', () => {
  const versions = readdirSync(join(ROOT, 'test', 'cluster', 'modules')).flatMap(
    (folder) => /^kubernetes-(.*)$/.exec(folder)?.[1] ?? [],
  );
  const { jobs } = parse(readFileSync(join(FOLDER, 'ci.yml'), 'utf8'));
  expect(jobs.cluster.strategy.matrix.kubernetes).toEqual(versions.sort());
});

// Makes everything that is generated and committed: imports/, dist/ and the tables of values in the documentation.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const run = (script, environment = {}) =>
  execFileSync(process.execPath, [script], { stdio: 'inherit', env: { ...process.env, ...environment } });

run('scripts/import.mjs');
run('scripts/build.mjs');

rmSync('dist', { recursive: true, force: true });
run('build/lib/cli/cdk8s-app.js', { CDK8S_OUTDIR: 'dist' });

const require = createRequire(import.meta.url);
const { registry } = require('../build/charts/registry.js');
const { valuesTable } = require('../build/lib/values/reference.js');

const pages = ['README.md', ...readdirSync('docs').map((page) => join('docs', page))];
const tables = /(<!-- values:([a-z-]+) -->\n).*?(<!-- \/values -->)/gs;
for (const page of pages.filter(existsSync)) {
  const text = readFileSync(page, 'utf8');
  const filled = text.replace(tables, (_all, start, name, end) => {
    const entry = registry.find((candidate) => candidate.name === name);
    if (!entry) throw new Error(`${page}: no chart is named ${name}`);
    return `${start}${valuesTable(entry.load().schema)}${end}`;
  });
  if (filled !== text) writeFileSync(page, filled);
}

// Screenshots of the reports of all examples, for docs/report.md. Needs Chromium, pngquant and a build: node scripts/screenshots.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from '../test/support/browser/chromium.js';

const OUT = join('docs', 'images');
const CHARTS = ['daytona', 'daytona-region', 'dozlab-session', 'peerpods', 'runner-manager'];
const WIDTH = 1280;

const folder = mkdtempSync(join(tmpdir(), 'screenshots-'));
const browser = await launchBrowser();
try {
  for (const chart of CHARTS) await take(chart);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/** The map of a chart; for the region, an object is selected, in the dark scheme. */
async function take(chart) {
  const file = join(folder, `${chart}.html`);
  const origins = chart === 'daytona-region' ? [] : ['--no-origins'];
  const argv = ['report', chart, '-f', join('charts', chart, 'example.values.yaml'), '-o', file, ...origins];
  execFileSync(process.execPath, [join('build', 'cli', 'bin.js'), ...argv], { stdio: 'ignore' });
  const isDetail = chart === 'daytona-region';
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: 760 },
    colorScheme: isDetail ? 'dark' : 'light',
  });
  await page.goto(pathToFileURL(file).href);
  const path = join(OUT, `report-${chart}.png`);
  if (isDetail) {
    await page.getByRole('button', { name: /^Deployment daytona-region-proxy,/ }).click();
    await page.screenshot({ path });
  } else {
    await page.locator('svg.map').screenshot({ path });
  }
  await page.close();
  execFileSync('pngquant', ['--force', '--ext', '.png', '--speed', '1', '--strip', '48', path]);
  console.log(path);
}

// The page in a browser: what is drawn, filters, details, the keyboard, both color schemes, and no network.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { registry } from '../../charts/registry';
import { root, run } from './support/run';

const { launchBrowser } = require('../support/browser/chromium') as { readonly launchBrowser: () => Promise<Browser> };

/** Functions that run in the page. */
const inPage = require('../support/browser/in-page') as {
  readonly wrongTexts: () => { readonly cards: number; readonly objects: number; readonly wrong: readonly string[] };
  readonly width: () => number;
  readonly focused: () => string;
  readonly colors: () => (readonly [text: string, background: string])[];
};

let browser: Browser;
let cwd: string;
beforeAll(async () => {
  browser = await launchBrowser();
  cwd = mkdtempSync(join(tmpdir(), 'page-'));
}, 60_000);
afterAll(async () => {
  await browser?.close();
  rmSync(cwd, { recursive: true });
});

const program = (...argv: string[]) => run({ version: '1.2.3', registry }, argv, { cwd });

interface Opened {
  readonly page: Page;
  /** Everything that the page tried to load, and its errors. */
  readonly requests: string[];
  readonly errors: string[];
}

async function open(file: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme });
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(pathToFileURL(join(cwd, file)).href);
  return { page, requests, errors };
}

const example = (chart: string) => join(root, 'charts', chart, 'example.values.yaml');

describe.each(registry.map(({ name }) => name))('%s', (chart) => {
  let opened: Opened;
  beforeAll(async () => {
    const { code, err } = await program('report', chart, '-f', example(chart), '--no-origins', '-o', `${chart}.html`);
    expect([code, err]).toEqual([0, `${chart}.html: Release ${chart}, written\n`]);
    opened = await open(`${chart}.html`);
  }, 60_000);
  afterAll(() => opened.page.close());

  test('the page loads only itself, without errors', () => {
    expect([opened.requests.length, opened.errors]).toEqual([1, []]);
  });

  test('every object is drawn inside its box, and no text covers another one', async () => {
    const found = await opened.page.evaluate(inPage.wrongTexts);
    expect(found.wrong).toEqual([]);
    expect(found.cards).toBeGreaterThan(1);
    expect(found.objects).toBeGreaterThan(found.cards);
  });

  test('the page is not wider than the window', async () => {
    expect(await opened.page.evaluate(inPage.width)).toBeLessThanOrEqual(1280);
  });
});

describe('a release with a change', () => {
  let opened: Opened;
  let page: Page;
  beforeAll(async () => {
    const release = ['runner-manager', '-f', example('runner-manager'), '--set', 'existingSecret=token'];
    await program('synth', ...release);
    writeFileSync(join(cwd, 'change.yaml'), 'image: {tag: v9}\n');
    const change = ['-f', 'change.yaml', '--against', 'dist', '-o', 'change.html'];
    const { code } = await program('report', ...release, ...change);
    expect(code).toBe(0);
  }, 60_000);
  beforeEach(async () => {
    opened = await open('change.html');
    page = opened.page;
  });
  afterEach(() => page.close());

  const object = (name: RegExp) => page.locator('.map').getByRole('button', { name });
  const shown = async () =>
    (
      await page
        .locator('.object:not(.faded)')
        .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')?.split(',')[0] ?? ''))
    ).sort();
  const details = () => page.locator('#details');

  test('selecting an object shows its YAML with the origin of fields, and its change', async () => {
    await object(/^Deployment runner-manager,/).click();
    expect(await details().locator('h2').textContent()).toBe('Deployment runner-manager');
    const yaml = (await details().locator('.yaml').textContent()) ?? '';
    expect(yaml).toMatch(/image: \S+:v9 {2}← .*image\.tag \(change\.yaml:1:9\)/);
    expect(yaml).toMatch(/cpu: 100m {2}← resources\.requests\.cpu \(default\)/);
    expect(await details().locator('.change').textContent()).toContain('restarts pods');
    expect(await details().textContent()).toContain('Secret token');
  });

  test('filters by kind and component, and shows all again', async () => {
    const all = (await shown()).length;
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('Deployment');
    expect(await shown()).toEqual(['Deployment node-placeholder', 'Deployment runner-manager']);
    await page.getByRole('combobox', { name: 'Component' }).selectOption('placeholder');
    expect(await shown()).toEqual(['Deployment node-placeholder']);
    expect(await page.locator('.status').textContent()).toBe(`1 of ${all} objects`);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByText(`${all} of ${all} objects`).waitFor();
    expect(await shown()).toHaveLength(all);
  });

  test('only changed objects', async () => {
    await page.getByLabel('Only changed').check();
    expect(await shown()).toEqual(['Deployment runner-manager']);
  });

  test('hides connections of a kind', async () => {
    const visible = () => page.locator('.map > .edge.permission:not(.hidden)').count();
    expect(await visible()).toBeGreaterThan(0);
    await page.getByRole('checkbox', { name: 'Permissions' }).uncheck();
    expect(await visible()).toBe(0);
  });

  test('who reads a Secret', async () => {
    await object(/^Secret token,/).click();
    await page.getByRole('button', { name: 'Who reads this Secret' }).click();
    expect(await shown()).toEqual(['Deployment runner-manager', 'Secret token']);
  });

  test('who can reach pods, from the edge of the map', async () => {
    await object(/^DaemonSet daytona-runner,/).click();
    await page.getByRole('button', { name: 'Who can reach this' }).click();
    expect(await shown()).toEqual(['DaemonSet daytona-runner', 'Port of the node 2220', 'Port of the node 3000']);
  });

  test('a connection leads to its other end', async () => {
    await object(/^Service runner-manager,/).click();
    await details().getByRole('button', { name: 'Deployment runner-manager' }).first().click();
    expect(await details().locator('h2').textContent()).toBe('Deployment runner-manager');
  });

  test('everything works with the keyboard', async () => {
    await object(/./).first().focus();
    const focused = () => page.evaluate(inPage.focused);
    const first = await focused();
    await page.keyboard.press('ArrowDown');
    const second = await focused();
    expect(second).not.toBe(first);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe(first);
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('details-title');
    await page.keyboard.press('Escape');
    expect(await details().isVisible()).toBe(false);
    expect(await focused()).toBe(second);
    // The map is one stop.
    expect(await page.locator('.object[tabindex="0"]').count()).toBe(1);
  });

  test('the accessibility tree has a name for every control, and headings', async () => {
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toContain('heading "Release runner-manager" [level=1]');
    expect(tree).toContain('button "Deployment runner-manager, component manager, stage main, changed"');
    expect(tree).not.toMatch(/^\s*- (button|combobox|checkbox)( \[|:|$)/m);
  });

  test('nothing is loaded while it is used', async () => {
    await object(/^Deployment runner-manager,/).click();
    expect([opened.requests.length, opened.errors]).toEqual([1, []]);
  });

  test('printed, the page has no controls', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.filters').isVisible()).toBe(false);
    expect(await page.locator('table').first().isVisible()).toBe(true);
  });
});

/** Relative luminance of a color such as `rgb(17, 22, 29)`. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each(['light', 'dark'] as const)('%s: text is readable on its background', async (scheme) => {
  await program('report', 'dozlab-session', '-f', example('dozlab-session'), '--no-origins', '-o', 'scheme.html');
  const { page } = await open('scheme.html', scheme);
  const colors = await page.evaluate(inPage.colors);
  await page.close();
  for (const [text = '', back = ''] of colors) {
    const [light = 0, dark = 0] = [luminance(text), luminance(back)].sort((a, b) => b - a);
    expect([text, back, (light + 0.05) / (dark + 0.05) >= 4.5]).toEqual([text, back, true]);
  }
  expect(luminance(colors[0]?.[1] ?? '') > 0.5).toBe(scheme === 'light');
});

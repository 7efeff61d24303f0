// The browser that tests and screenshots use: Debian's Chromium, or Chrome where that is installed.

const { existsSync } = require('node:fs');
const { delimiter, join } = require('node:path');
const { chromium } = require('playwright-core');

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Starts a headless browser. Throws if there is none. */
exports.launchBrowser = async () => {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const programs = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const executablePath = programs.find((program) => existsSync(program));
  if (!executablePath) {
    throw new Error(`no browser: install Debian's package chromium (looked for ${NAMES.join(', ')} on the PATH)`);
  }
  // Chromium's sandbox refuses to run as root, as in containers. The pages are our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
};

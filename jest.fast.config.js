const all = require('./jest.config.js');

// What `npm run test:fast` runs: every test except those in `*.slow.test.ts`.
/** @type {import('jest').Config} */
module.exports = { ...all, testPathIgnorePatterns: [...all.testPathIgnorePatterns, '\\.slow\\.test\\.ts$'] };

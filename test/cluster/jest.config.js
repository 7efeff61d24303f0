const common = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...common,
  rootDir: '../..',
  roots: ['<rootDir>/test/cluster'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/harness/global-setup.ts',
  globalTeardown: '<rootDir>/test/cluster/harness/global-teardown.ts',
  testTimeout: 600_000,
};

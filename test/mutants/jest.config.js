const fast = require('../../jest.fast.config.js');

/** For one mutant in a copy of the repository, whose build stays the one without it. */
/** @type {import('jest').Config} */
module.exports = {
  ...fast,
  rootDir: '../..',
  globalSetup: undefined,
  // A slow machine is no fault of the mutant.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/mutants/nearest-first.js',
};

const fast = require('../../jest.fast.config.js');

/** For one mutant in a copy of the repository, whose build has no mutant. */
/** @type {import('jest').Config} */
module.exports = {
  ...fast,
  rootDir: '../..',
  globalSetup: undefined,
  // A slow machine does not mean that the mutant was caught.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/mutants/nearest-first.js',
};

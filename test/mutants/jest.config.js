const fast = require('../../jest.fast.config.js');

/** For a copy of the repository, whose build has no mutant. */
/** @type {import('jest').Config} */
module.exports = {
  ...fast,
  rootDir: '../..',
  globalSetup: undefined,
  // A slow machine does not mean that the mutant was caught.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/mutants/in-order.js',
  coverageProvider: 'v8',
  coverageReporters: ['none'],
  coveragePathIgnorePatterns: ['/node_modules/', '/imports/', '/test/', '/cli/', '/build/'],
};

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // The sources are there for --findRelatedTests and --onlyChanged.
  roots: ['test', 'lib', 'charts', 'cli'].map((folder) => `<rootDir>/${folder}`),
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
    // Jest cannot require ES modules.
    'cel-js.+\\.js$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/cel-js/)'],
  globalSetup: '<rootDir>/test/support/build.mjs',
  setupFiles: ['<rootDir>/test/support/seed.ts'],
  testMatch: ['**/*.test.ts'],
  // These need a control plane: npm run test:cluster.
  testPathIgnorePatterns: ['/node_modules/', '/test/cluster/'],
  runtime: '<rootDir>/test/support/runtime.js',
  // By default, one core stays unused, which is half of a small machine.
  maxWorkers: '100%',
  testTimeout: 30_000,
  moduleFileExtensions: ['ts', 'js', 'json'],
};

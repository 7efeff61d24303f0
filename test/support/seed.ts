// Property tests use new random values on each local run, but one fixed seed in CI, so that a failure comes from the change.

// A mock, because it is only loaded by test files that use fast-check, which takes long to load.
if (process.env.CI === 'true') {
  jest.mock('fast-check', () => {
    const actual = jest.requireActual<typeof import('fast-check')>('fast-check');
    actual.configureGlobal({ seed: 19700101 });
    return actual;
  });
}

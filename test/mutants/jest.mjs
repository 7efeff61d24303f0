// Runs tests in a copy of the repository.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs jest with the tests in this order. Resolves to its exit code and to what it wrote to standard error; the code is
 * null if it was still running after `timeout`, in ms.
 */
export function runTests(root, tests, { args = [], env = {}, timeout } = {}) {
  const program = join('node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(
    process.execPath,
    [program, '--config', 'test/mutants/jest.config.js', '--ci', ...args, '--runTestsByPath', ...tests],
    {
      cwd: root,
      env: { ...process.env, CI: 'true', MUTANT_TESTS: JSON.stringify(tests), ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stderr }));
  });
}

// What jest does again for each test file is done once: it compiles the modules that the file loads, including the functions
// that run. `runtime` in the configuration of jest names the class that loads them.

const { AsyncLocalStorage } = require('node:async_hooks');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');
const Runtime = require('jest-runtime').default;

// Most functions run for one test file only: optimizing them takes longer than it saves. The default is 67584. Later versions of
// Node do not have this setting.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=500000');

/** By file name. */
const compiled = new Map();

function scriptOf(source, filename, parameters) {
  const known = compiled.get(filename);
  if (known?.source === source) return known.script;
  const head = `(function (${parameters.join(', ')}) {`;
  // The last line may be a comment.
  const script = new Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
  compiled.set(filename, { source, script });
  return script;
}

/** Jest has one for each test file, and leaves it enabled. Each makes every promise slower. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

module.exports = class extends Runtime {
  constructor(...args) {
    super(...args);
    const [, , , , , coverage] = args;
    // V8 counts what runs in a script, whichever test file runs it.
    if (coverage?.collectCoverage) return;
    const { executor } = this;
    const compile = executor.compile.bind(executor);
    executor.compile = (source, filename) => {
      const context = executor.environment.getVmContext();
      // Only `compile` explains syntax errors.
      if (context === null) return compile(source, filename);
      try {
        return scriptOf(source, filename, executor.injectedModuleParameters).runInContext(context);
      } catch {
        return compile(source, filename);
      }
    };
  }

  teardown() {
    super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
  }
};

// Writes to the file MUTANT_RECORD which code of `lib/` and `charts/` each test file leaves out:
//   { 'test/a.test.ts': { passed, duration, left: { 'lib/a.ts': [from, to, from, to, …] } } }
// The numbers are offsets of tokens in the source. Files that a test does not load are absent.
const { readFileSync, writeFileSync } = require('node:fs');
const { SourceMap } = require('node:module');
const { join, relative } = require('node:path');

const ROOT = join(__dirname, '..', '..');

/** Where each line begins. */
const lineStarts = (text) => [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];

/** The tokens of a compiled file: their offsets there and in the source, in the order of the compiled code. */
function tokensOf({ code, originalCode, sourceMapPath, wrapperLength = 0 }) {
  const map = new SourceMap(JSON.parse(readFileSync(sourceMapPath, 'utf8')));
  const [compiledLines, sourceLines] = [lineStarts(code), lineStarts(originalCode)];
  const tokens = [];
  for (const [line, first] of compiledLines.entries())
    for (let column = 0; first + column < (compiledLines[line + 1] ?? code.length); column++) {
      const entry = map.findEntry(line, column);
      if (entry.generatedLine !== line || entry.generatedColumn !== column) continue;
      const source = sourceLines[entry.originalLine] + entry.originalColumn;
      tokens.push({ compiled: first + column + wrapperLength, source });
    }
  return tokens;
}

/** Which of the tokens V8 says were executed: the smallest range around a token decides. */
function executed(tokens, ranges) {
  const found = tokens.map(() => true);
  const outerFirst = [...ranges].sort((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset));
  for (const { startOffset, endOffset, count } of outerFirst) {
    let first = 0;
    for (let end = tokens.length; first < end; ) {
      const middle = (first + end) >> 1;
      if (tokens[middle].compiled < startOffset) first = middle + 1;
      else end = middle;
    }
    for (let at = first; at < tokens.length && tokens[at].compiled < endOffset; at++) found[at] = count > 0;
  }
  return found;
}

/** The first and last offset of each stretch of the source of which no token was executed. */
function leftOut(tokens, scripts) {
  const runs = scripts.map((functions) =>
    executed(
      tokens,
      functions.flatMap(({ ranges }) => ranges),
    ),
  );
  const ran = new Map();
  for (const [at, { source }] of tokens.entries()) ran.set(source, ran.get(source) || runs.some((run) => run[at]));
  const found = [];
  let isOpen = false;
  for (const [source, isExecuted] of [...ran].sort(([a], [b]) => a - b)) {
    if (!isExecuted && !isOpen) found.push(source, source);
    if (!isExecuted) found[found.length - 1] = source;
    isOpen = !isExecuted;
  }
  return found;
}

module.exports = class {
  #tokens = new Map();
  #tests = {};

  onTestResult(test, result) {
    const scripts = new Map();
    for (const { codeTransformResult, result: coverage } of result.v8Coverage ?? []) {
      const file = relative(ROOT, coverage.url);
      if (!codeTransformResult || !/^(lib|charts)\/.*\.ts$/.test(file)) continue;
      if (!this.#tokens.has(file)) this.#tokens.set(file, tokensOf(codeTransformResult));
      scripts.set(file, [...(scripts.get(file) ?? []), coverage.functions]);
    }
    // The reporter of jest would collect it.
    result.v8Coverage = undefined;
    this.#tests[relative(ROOT, test.path)] = {
      passed: result.numFailingTests === 0 && !result.testExecError,
      duration: result.perfStats.runtime,
      left: Object.fromEntries([...scripts].map(([file, all]) => [file, leftOut(this.#tokens.get(file), all)])),
    };
  }

  onRunComplete() {
    writeFileSync(process.env.MUTANT_RECORD, JSON.stringify(this.#tests));
  }
};

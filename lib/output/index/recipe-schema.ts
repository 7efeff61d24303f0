// The schema of a recipe in an index: only flags that `synth` records.

import { DNS_LABEL } from '../../names/naming';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import { isReleaseName } from '../tree/file-names';

interface RecipeProblem {
  readonly path: Path;
  readonly message: string;
}

const TEXT_FLAGS = [
  'config',
  'name',
  'namespace',
  'appVersion',
  'kubeVersion',
  'imageLock',
  'certificate',
  'secretStore',
  'applyset',
  'target',
];
const LIST_FLAGS = ['values', 'setJson', 'set', 'setString', 'setLiteral', 'patch', 'secrets', 'delivery'];

/** Flags of a single release; with a releases file, they are in the file. */
const RELEASE_FLAGS = [
  ...['name', 'namespace', 'appVersion', 'values', 'setJson', 'set', 'setString', 'setLiteral', 'patch'],
];

const KEYS = ['chart', 'layout', 'delivers', 'flags', 'inputs', 'unreproducible'];
const CHART = new RegExp(DNS_LABEL);
const SHA256 = /^([0-9a-f]{64}|-)$/;

export function recipeProblems(recipe: unknown): RecipeProblem[] {
  if (!isMap(recipe)) return [{ path: [], message: 'must be a JSON object' }];
  const problems: RecipeProblem[] = [];
  const demand = (isRight: boolean, path: Path, message: string) => void (isRight || problems.push({ path, message }));
  const { chart, layout, delivers, flags, inputs, unreproducible } = recipe;
  for (const key of Object.keys(recipe)) demand(KEYS.includes(key), [key], 'unknown key');
  demand(typeof chart === 'string' && CHART.test(chart), ['chart'], 'must be the name of a chart');
  demand(layout === 'release' || layout === 'objects', ['layout'], 'must be release or objects');
  demand(delivers === undefined || isName(delivers), ['delivers'], 'must be the name of a release');
  demand(unreproducible === undefined || isLine(unreproducible), ['unreproducible'], 'must be a single line');
  demand(isMap(flags), ['flags'], 'must be a JSON object');
  demand(isMap(inputs), ['inputs'], 'must be a JSON object');
  for (const [flag, value] of Object.entries(isMap(flags) ? flags : {})) {
    const isRight = TEXT_FLAGS.includes(flag) ? isText(value) : LIST_FLAGS.includes(flag) && isTexts(value);
    demand(isRight, ['flags', flag], 'is not a recorded synth flag');
  }
  const isOfFile = isMap(flags) && Object.hasOwn(flags, 'config');
  for (const flag of isOfFile ? RELEASE_FLAGS : []) {
    demand(!Object.hasOwn(flags as object, flag), ['flags', flag], 'conflicts with config');
  }
  for (const [file, hash] of Object.entries(isMap(inputs) ? inputs : {})) {
    demand(isText(file), ['inputs', file], 'is not a valid path');
    demand(typeof hash === 'string' && SHA256.test(hash), ['inputs', file], 'must be a SHA-256');
  }
  return problems;
}

const isName = (value: unknown): boolean => typeof value === 'string' && isReleaseName(value);

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && !value.includes('\0');

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((entry) => typeof entry === 'string');

/** It is printed unchanged. */
const isLine = (value: unknown): boolean => typeof value === 'string' && /^[\x20-\x7e]{1,200}$/.test(value);

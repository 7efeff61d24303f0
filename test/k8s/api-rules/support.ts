// What the API server's rules refuse in an object of a type.

import { parse } from 'yaml';
import { refusals } from '../../../lib/k8s/api-rules';
import { formatPath } from '../../../lib/values/path';

/** Each refusal as `path: message`. */
export const refused = (type: string, yaml: string): string[] =>
  refusals(type, parse(yaml)).map(({ path, message }) => `${formatPath(path)}: ${message}`);

// The schemas of custom resources, as their projects publish them. Each API group is a file, which is read only when an
// object of the group is checked.

import { join } from 'node:path';
import { SCHEMA_GROUPS } from '../../../imports/schemas/groups';

/** A validation rule in CEL. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** One part of a schema. Other parts are referred to by their index. */
export interface Part {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, number>>;
  readonly items?: number;
  /** Of a map with any keys. */
  readonly values?: number | true;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly multipleOf?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly number[];
  readonly anyOf?: readonly number[];
  readonly oneOf?: readonly number[];
  readonly not?: number;
  /** Accepts unknown fields. */
  readonly open?: boolean;
  readonly intOrString?: boolean;
  /** Holds a whole Kubernetes object. */
  readonly embedded?: boolean;
  readonly listType?: 'atomic' | 'set' | 'map';
  /** Fields that identify an item of a list of type `map`. */
  readonly listKeys?: readonly string[];
  readonly rules?: readonly CelRule[];
}

export interface CustomKind {
  /** `cert-manager v1.21.2` */
  readonly source: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** By served version, the index of its schema. */
  readonly versions: Readonly<Record<string, number>>;
}

export interface CustomGroup {
  readonly kinds: Readonly<Record<string, CustomKind>>;
  readonly parts: readonly Part[];
}

const FOLDER = join(__dirname, '..', '..', '..', 'imports', 'schemas');

/** `undefined` for a group without schemas. */
export function customGroup(group: string): CustomGroup | undefined {
  // The path is computed so that no bundle contains the files.
  return SCHEMA_GROUPS.includes(group) ? require(join(FOLDER, `${group}.json`)) : undefined;
}

// What a program needs from its container, according to its code or vendor. One file per program and version line.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as Type from '@sinclair/typebox';
import { Errors } from '@sinclair/typebox/errors';
import { parse } from 'yaml';
import { readText } from '../../lib/values/file/load';

const strings = (description: string) => Type.Optional(Type.Array(Type.String(), { description }));

/** The source of a section: `REPOSITORY VERSION FILE`, or why it is a guess. Exactly one of the two. */
const origin = {
  source: Type.Optional(Type.String({ pattern: '^[\\w.-]+/[\\w.-]+ \\S+ \\S+' })),
  guess: Type.Optional(Type.String({ minLength: 10 })),
};

const section = <P extends Type.TProperties>(properties: P) =>
  Type.Object({ ...origin, ...properties }, { additionalProperties: false });

const contractSchema = Type.Object(
  {
    program: Type.String({ description: 'As people call it.' }),
    versions: Type.String({ description: 'Version line, for people: v0.167 to v0.207.' }),
    image: Type.String({ description: 'Pattern of the image, registry and tag included.' }),
    container: Type.Optional(
      Type.String({ description: 'Name of the container, where images do not tell them apart.' }),
    ),
    also: Type.Optional(
      Type.Array(Type.String(), { description: 'Other charts that run the same image in the same way.' }),
    ),
    variables: section({
      required: strings('The program ends, or does not work, without them.'),
      read: strings('Others that it reads.'),
      families: strings('Beginnings of names, all of which it reads.'),
      shared: strings('ConfigMaps and Secrets with variables of other programs too.'),
    }),
    ports: section({
      listens: Type.Array(
        Type.Object(
          {
            port: Type.Integer({ description: 'Port by default.' }),
            variable: Type.Optional(
              Type.String({ description: 'Variable that moves it: 3000, :3000 or 0.0.0.0:3000.' }),
            ),
            argument: Type.Optional(Type.String({ description: 'Argument that moves it: --bind-address.' })),
          },
          { additionalProperties: false },
        ),
      ),
    }),
    probes: section({ paths: Type.Array(Type.String(), { description: 'Paths that answer without a login.' }) }),
    user: section({
      ids: Type.Union([Type.Literal('any'), Type.Array(Type.Integer())], { description: 'Users that it can run as.' }),
    }),
    writes: section({ folders: Type.Array(Type.String(), { description: 'Folders that it writes to.' }) }),
    permissions: section({
      rules: Type.Array(
        Type.Object(
          {
            group: Type.String({ description: 'API group; empty for the core.' }),
            resources: Type.Array(Type.String()),
            verbs: Type.Array(Type.String()),
            /** Cluster-wide, not in a single namespace. */
            cluster: Type.Optional(Type.Literal(true)),
            /** Only with some values, with the reason. Both granted and not granted are correct. */
            optional: Type.Optional(Type.String({ minLength: 5 })),
          },
          { additionalProperties: false },
        ),
      ),
    }),
  },
  { additionalProperties: false },
);

export interface Contract extends Type.Static<typeof contractSchema> {
  readonly chart: string;
  /** The name of its file. */
  readonly file: string;
}

const FOLDER = __dirname;

export const contracts: readonly Contract[] = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: chart }) =>
    readdirSync(join(FOLDER, chart))
      .filter((file) => file.endsWith('.yaml') && !file.endsWith('.values.yaml'))
      .sort()
      .map((file) => read(chart, file)),
  );

function read(chart: string, file: string): Contract {
  const path = join(FOLDER, chart, file);
  const contract: unknown = parse(readText(path, path));
  const [wrong] = [...Errors(contractSchema, contract)];
  if (wrong) throw new Error(`${path} ${wrong.path}: ${wrong.message}`);
  return { ...(contract as Type.Static<typeof contractSchema>), chart, file };
}

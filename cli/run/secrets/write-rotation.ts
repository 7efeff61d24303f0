// Writes the next values of `secrets --rotate`, and says what to do with them.

import { basename, dirname, resolve } from 'node:path';
import { demandIgnoredByGit } from '../../files/git-guard';
import { createPrivate } from '../../files/private-file';
import type { Io } from '../../io';
import type { Plan } from '../../plan/plan';
import { note } from '../../print/report';
import { rotate, steps } from './rotate';

export interface RotateFlags {
  readonly names: readonly string[];
  readonly output?: string | undefined;
}

export async function writeRotation(io: Io, { chart, layers }: Plan, { names, output }: RotateFlags): Promise<void> {
  const { text, paths, rotations } = rotate(chart.load(), layers(), names);
  const file = `# Next credentials for ${chart.name}. Keep this file, and do not commit it.\n${text}`;
  if (output === undefined) io.outPrivate(file);
  else {
    const path = resolve(io.cwd, output);
    await demandIgnoredByGit(io, dirname(path), basename(path));
    createPrivate(io.cwd, output, file);
    note(io, `${output}: ${paths.join(', ')}`);
  }
  for (const [name, { readers, order, impact }] of rotations) {
    note(io, `${name} is read by: ${readers}`);
    for (const step of steps(order)) note(io, `  ${step}`);
    note(io, `  impact: ${impact}`);
  }
  if (rotations.some(([, { order }]) => order.some((step) => /\bNS\b/.test(step)))) {
    note(io, 'in these commands, R is the name of the release, and NS its namespace');
  }
  const next = output ?? 'FILE';
  note(
    io,
    `to render with the next value, add -f ${next} after the other files; when it works, move it to the file that has the old one`,
  );
}

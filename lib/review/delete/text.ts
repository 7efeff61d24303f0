// Plans as a shell script: commands that delete the releases; everything else, such as the commands that delete data, is a comment.

import { visible } from '../../values/visible';
import type { DeletionPlan } from './plan';

export const plansText = (plans: readonly DeletionPlan[]): string =>
  `${plans
    .map((plan) =>
      linesOf(plan)
        .map((line) => `${visible(line)}\n`)
        .join(''),
    )
    .join('\n')}`;

const comment = (text: string): string => `# ${text}`;

function linesOf({ release, tool, first, commands, remainders }: DeletionPlan): string[] {
  return [
    comment(`Delete ${release}`),
    ...(tool === undefined ? [] : [comment(tool)]),
    ...first.flatMap(({ why, commands: own }) => [comment(why), ...own]),
    ...(first.length > 0 ? [comment('Then delete the objects.')] : []),
    ...commands,
    ...(remainders.length > 0 ? [comment(''), comment('What stays, and the commands that remove it:')] : []),
    ...remainders.flatMap(({ what, where, why, commands: own }) => [
      comment(`- ${what}${where === undefined ? '' : ` (${where})`}: ${why}`),
      ...own.map((command) => comment(`    ${command}`)),
    ]),
  ].map((line) => line.trimEnd());
}

// The completion script of one shell.

import type { Command } from 'commander';
import type { Registry } from '../../lib/render/registry';
import { bashScript } from './bash';
import { fishScript } from './fish';
import { modelOf, type ProgramModel } from './model';
import type { Shell } from './shells';
import { zshScript } from './zsh';

const scripts: Readonly<Record<Shell, (model: ProgramModel) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export function completionScript(shell: Shell, program: Command, registry: Registry): string {
  return scripts[shell](modelOf(program, registry));
}

// Shows what releases contain, expose and change. The work is done in ../run/review/report.

import { type Command, Option } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { chartsArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import { type ReportFlags, reportFormats } from '../flags/report-flags';
import type { CommandContext } from './context';
import { addSelection } from './synth';

export function reportCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool } = context;
  command
    .description('Show what charts, or the releases in a file, contain, expose and change: a page for reviewers')
    .addArgument(chartsArgument(registry));
  addSelection(command, context)
    .option('-o, --output <file>', 'file to write (default: standard output)')
    .option(
      '--against <place>',
      'also show what changes, compared with a file or folder of manifests, git:REVISION, or - for live objects',
    )
    .addOption(
      new Option('--format <format>', 'html (default), svg (the map alone) or mermaid (the map as text)').choices(
        reportFormats,
      ),
    )
    .option('--no-origins', 'leave out where each field comes from, which takes most of the time')
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts report -o report.html', 'the last run, or the releases of releases.yaml'],
        ['sandbox-charts report daytona -f values.yaml -o report.html', 'one chart'],
        ['sandbox-charts report --against git:origin/main -o report.html', 'with what a branch changes'],
        ['sandbox-charts report --against dist --format svg -o changes.svg', 'the map for a pull request'],
      ]),
    )
    .action((charts: readonly ChartEntry[] | undefined, flags: ReportFlags) => {
      const { writeReport } = require('../run/review/report') as typeof import('../run/review/report');
      return writeReport(io, tool, registry, charts ?? [], flags);
    });
}

// Lists the images of releases. The work is done in ../run/images.

import { type Command, Option } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { chartsArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import { type ImagesFlags, imageFormats } from '../flags/images-flags';
import type { CommandContext } from './context';
import { addSelection } from './synth';

export function imagesCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool } = context;
  command
    .description('List the images of charts, or of the releases in a file: where each is used and where it comes from')
    .addArgument(chartsArgument(registry));
  addSelection(command, context)
    .addOption(
      new Option(
        '--format <format>',
        'text (default), plain (one per line), json, hauler, zarf, oc-mirror, skopeo (a script) or cyclonedx (an SBOM)',
      ).choices(imageFormats),
    )
    .option('--no-image-lock', 'list images without digests from image locks, to write a new lock')
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts images', 'of all releases of releases.yaml'],
        ['sandbox-charts images daytona -f values.yaml --format skopeo | sh', 'copy them to global.imageRegistry'],
        ['sandbox-charts images --no-image-lock --format plain', 'what an image lock must contain'],
        ['sandbox-charts images --format cyclonedx > images.cdx.json', 'a software bill of materials'],
      ]),
    )
    .action((charts: readonly ChartEntry[], flags: ImagesFlags) => {
      const { printImages } = require('../run/images') as typeof import('../run/images');
      return printImages(io, tool, registry, charts, flags);
    });
}

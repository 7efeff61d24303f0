// Which images work together, and which ones support the selected provider.

import type { Rule } from '../../../lib/values/validate';
import { ADAPTOR_IMAGE } from '../adaptor/values';
import { CONTROLLER_IMAGE } from '../controller/values';
import { providerNamed } from '../providers';
import type { Values } from '../values';
import { DEFAULT_TAG, isVersionTag } from '../versions';
import { WEBHOOK_IMAGE } from '../webhook/values';

/** The version number of a release: `v0.22.0` or `0.22.0`. */
const RELEASE = /^v?0\.(\d+)\.\d+(-dev)?$/;

const minorOf = (tag: string): number => Number(RELEASE.exec(tag)?.[1] ?? Number.NaN);

/** The build of a tag: `61b1aba-dev` and `dev-61b1aba` belong to `61b1aba`. */
const buildOf = (tag: string): string => tag.replace(/^dev-|-dev$/g, '');

/** Whether an upstream image is known to lack what was removed in `since`. */
const lacks = (tag: string, since: string): boolean =>
  tag === '' || tag === 'latest' || isVersionTag(buildOf(tag)) || minorOf(tag) >= minorOf(since);

interface Part {
  readonly what: string;
  readonly tag: string;
}

/** The enabled components with upstream images. */
function officialParts({ image, webhook, resourceCtrl }: Values): Part[] {
  const parts = [
    { what: 'adaptor', enabled: true, official: ADAPTOR_IMAGE, image: image.name, ...image },
    { what: 'webhook', official: WEBHOOK_IMAGE, ...webhook, ...webhook.image, image: webhook.image.repository },
    {
      what: 'controller',
      official: CONTROLLER_IMAGE,
      ...resourceCtrl,
      ...resourceCtrl.image,
      image: resourceCtrl.image.repository,
    },
  ];
  return parts
    .filter(({ enabled, official, image: name, digest }) => {
      return enabled && digest === '' && (name === '' || name === official);
    })
    .map(({ what, tag }) => ({ what, tag: tag || DEFAULT_TAG }));
}

export const versionRules: readonly Rule<Values>[] = [
  ({ provider, image: { name, tag, digest } }, report) => {
    const { title, removed } = providerNamed(provider);
    const official = (name === '' || name === ADAPTOR_IMAGE) && digest === '';
    if (!removed) return;
    const { since, last, lastTag } = removed;
    if (official && lacks(tag, since)) {
      report.error(
        (v) => v.provider,
        `cloud-api-adaptor ${since} removed ${title}: the adaptor would print its usage and exit. Set image.tag to ${lastTag}, the image of ${last}, which was the last with it, or image.name to a build of your own`,
      );
    } else {
      report.warning(
        (v) => v.provider,
        `cloud-api-adaptor ${since} removed ${title}: older images are not tested with the other components`,
      );
    }
  },
  (values, report) => {
    // Already reported: the provider requires an older adaptor.
    if (providerNamed(values.provider).removed) return;
    const parts = officialParts(values);
    const builds = new Set(parts.map(({ tag }) => buildOf(tag)));
    if (builds.size < 2) return;
    const described = parts.map(({ what, tag }) => `${what} ${tag}`).join(', ');
    report.warning(
      (v) => v.image.tag,
      `the components are from different builds, which are not tested together: ${described}. Set all three tags to the same build`,
    );
  },
];

// Text in HTML and SVG.

import { visible } from '../../values/visible';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute; control characters are shown escaped. */
export const escapeXml = (text: string): string =>
  visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);

// Which TLS a server speaks: the same two values for adaptor and webhook.

import { choice, text } from '../../lib/values/schema';
import { CIPHER_SUITES } from './providers/forms';

export const tlsMinVersion = () =>
  choice(['', 'VersionTLS12', 'VersionTLS13'], {
    description: 'Lowest TLS version; empty takes that of the image.',
    default: '',
  });

export const tlsCipherSuites = () =>
  text({
    description: 'Cipher suites for TLS 1.2, with commas between them; empty takes those of the image.',
    default: '',
    pattern: CIPHER_SUITES.pattern.source,
    expected: CIPHER_SUITES.expected,
  });

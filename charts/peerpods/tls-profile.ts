// The TLS settings of a server: the same two values for adaptor and webhook.

import { choice, text } from '../../lib/values/schema/schema';
import { CIPHER_SUITES } from './providers/forms';

export const tlsMinVersion = () =>
  choice(['', 'VersionTLS12', 'VersionTLS13'], {
    description: 'Minimum TLS version; defaults to that of the image.',
    default: '',
  });

export const tlsCipherSuites = () =>
  text({
    description: 'Comma-separated TLS 1.2 cipher suites; defaults to those of the image.',
    default: '',
    pattern: CIPHER_SUITES.pattern.source,
    expected: CIPHER_SUITES.expected,
  });

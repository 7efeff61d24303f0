// Forms of settings. The adaptor silently ignores an invalid value, or exits, so invalid ones are refused here.

import { DNS_LABEL, DNS_SUBDOMAIN } from '../../../lib/names/naming';

export interface Form {
  readonly pattern: RegExp;
  readonly expected: string;
}

export const SWITCH: Form = { pattern: /^(true|false|1|0)$/i, expected: 'true or false' };

export const WHOLE: Form = { pattern: /^-?\d+$/, expected: 'an integer' };

export const DECIMAL: Form = { pattern: /^\d+(\.\d+)?$/, expected: 'a number' };

export const PORT: Form = {
  pattern: /^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
  expected: 'a port from 1 to 65535',
};

export const DURATION: Form = {
  pattern: /^(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+)$/,
  expected: 'a duration with a unit, such as 5m or 90s',
};

export const PAIRS: Form = {
  pattern: /^[^=,]+=[^,]*(,[^=,]+=[^,]*)*$/,
  expected: 'comma-separated key=value pairs',
};

export const CIDRS: Form = {
  pattern: /^[0-9a-fA-F.:]+\/\d{1,3}(,\s*[0-9a-fA-F.:]+\/\d{1,3})*$/,
  expected: 'comma-separated networks such as 10.0.0.0/8',
};

export const TLS_VERSION: Form = { pattern: /^VersionTLS1[23]$/, expected: 'VersionTLS12 or VersionTLS13' };

export const CIPHER_SUITES: Form = {
  pattern: /^TLS_[A-Z0-9_]+(,TLS_[A-Z0-9_]+)*$/,
  expected: 'comma-separated names such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, without spaces',
};

export const OBJECT_NAME: Form = { pattern: new RegExp(DNS_SUBDOMAIN), expected: 'the name of an object' };

export const NAMESPACE: Form = { pattern: new RegExp(DNS_LABEL), expected: 'the name of a namespace' };

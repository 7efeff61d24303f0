// Schedules of CronJobs, as the API server parses them.

/** The shape of a schedule, for editors: `scheduleFault` is exact. */
export const SCHEDULE = '^(@\\w+( \\S+)?|\\S+( +\\S+){4})$';

/** In Go's notation. */
const DURATION = String.raw`[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)`;

const WORDS = new RegExp(`^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every ${DURATION})$`);

interface Field {
  readonly what: string;
  readonly least: number;
  readonly most: number;
  /** Of the numbers from `least`. */
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Field[] = [
  { what: 'minute', least: 0, most: 59 },
  { what: 'hour', least: 0, most: 23 },
  { what: 'day of the month', least: 1, most: 31 },
  { what: 'month', least: 1, most: 12, names: MONTHS },
  { what: 'day of the week', least: 0, most: 6, names: DAYS },
];

/** Why the API server refuses a schedule. */
export function scheduleFault(schedule: string): string | undefined {
  if (schedule.includes('TZ')) return 'must not contain TZ: set timeZone instead';
  if (WORDS.test(schedule)) return undefined;
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return 'is not a schedule such as 0 3 * * * or @daily';
  return FIELDS.flatMap((field, index) =>
    (parts[index] ?? '')
      .split(',')
      // The API server ignores them.
      .filter((part) => part !== '')
      .flatMap((part) => partFault(part, field) ?? []),
  )[0];
}

/** A part is a number, a name, a range or an asterisk, with or without a step. */
function partFault(part: string, { what, least, most, names }: Field): string | undefined {
  const [, range = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  const numberOf = (text: string) => {
    if (/^\d+$/.test(text)) return Number(text);
    const index = names?.indexOf(text.toLowerCase()) ?? -1;
    return index < 0 ? Number.NaN : least + index;
  };
  const [first = Number.NaN, last = first, ...more] = /^[*?](-|$)/.test(range)
    ? [least, most]
    : range.split('-').map(numberOf);
  const isValid = more.length === 0 && first >= least && first <= last && last <= most && Number(step) > 0;
  return isValid ? undefined : `has an invalid ${what}: ${part} is not from ${least} to ${most}`;
}

// Schedules of CronJobs.

import { scheduleFault } from '../../lib/names/schedule';

test.each([
  ...['0 0 1 1 0', '59 23 31 12 6', '* * * * *', '? * ? * ?', '*/15 0-6/2 1,15 jan-MAR mon-fri', ' 0  3 * * * '],
  ...['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly', '@every 1h30m', '@every 1.5h'],
  ...['*-5 * * * *', '1,,2 * * * *'],
])('%j is accepted', (schedule) => {
  expect(scheduleFault(schedule)).toBeUndefined();
});

const SHAPE = 'is not a schedule such as 0 3 * * * or @daily';

test.each([
  ['60 * * * *', 'has an invalid minute: 60 is not from 0 to 59'],
  ['* 24 * * *', 'has an invalid hour: 24 is not from 0 to 23'],
  ['* * 0 * *', 'has an invalid day of the month: 0 is not from 1 to 31'],
  ['* * 32 * *', 'has an invalid day of the month: 32 is not from 1 to 31'],
  ['* * * 0 *', 'has an invalid month: 0 is not from 1 to 12'],
  ['* * * 13 *', 'has an invalid month: 13 is not from 1 to 12'],
  ['* * * foo *', 'has an invalid month: foo is not from 1 to 12'],
  ['* * * * 7', 'has an invalid day of the week: 7 is not from 0 to 6'],
  ['jan * * * *', 'has an invalid minute: jan is not from 0 to 59'],
  ['5-1 * * * *', 'has an invalid minute: 5-1 is not from 0 to 59'],
  ['1-2-3 * * * *', 'has an invalid minute: 1-2-3 is not from 0 to 59'],
  ['*/0 * * * *', 'has an invalid minute: */0 is not from 0 to 59'],
  ['1,70 * * * *', 'has an invalid minute: 70 is not from 0 to 59'],
  ['- * * * *', 'has an invalid minute: - is not from 0 to 59'],
  ['@every soon', SHAPE],
  ['@every 5', SHAPE],
  ['* * * *', SHAPE],
  ['* * * * * *', SHAPE],
  ['@often', SHAPE],
  ['TZ=UTC 0 3 * * *', 'must not contain TZ: set timeZone instead'],
  ['CRON_TZ=UTC 0 3 * * *', 'must not contain TZ: set timeZone instead'],
])('%j is refused', (schedule, fault) => {
  expect(scheduleFault(schedule)).toBe(fault);
});

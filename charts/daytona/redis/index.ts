export { type RedisConnection, redis } from './redis';
export { redisRules } from './rules';
export { type RedisValues, redisValues } from './values';

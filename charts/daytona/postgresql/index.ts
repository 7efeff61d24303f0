export { type DatabaseConnection, postgresql } from './postgresql';
export { postgresqlRules } from './rules';
export { type PostgresqlValues, postgresqlValues } from './values';

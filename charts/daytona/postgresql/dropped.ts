// Keys of Bitnami's chart that the built-in PostgreSQL does not have, and what to write instead.

import { because } from '../../../lib/values/foreign/helm-keys';

const FIXED = 'fixed by the official image: remove this key';
const PARAMETERS = 'write server settings as primary.parameters';
const NO_REPLICATION = 'there is no replication: for a replicated database, use externalDatabase';

export const droppedOfServer = {
  ...because(NO_REPLICATION, ['replication', 'readReplicas']),
  ...because(PARAMETERS, ['audit', 'postgresqlSharedPreloadLibraries']),
  ...because(FIXED, ['containerPorts', 'postgresqlDataDir', 'shmVolume']),
  tls: 'the built-in server has no TLS, and only the pods of the platform reach it: for TLS, use externalDatabase',
  ldap: 'not supported: use externalDatabase',
  passwordUpdateJob: 'change the password with ALTER ROLE, and then the value',
};

export const droppedOfCronJob = {
  ...because('fixed here, because runs must not overlap: remove this key', ['concurrencyPolicy']),
  ...because('a failed run is not repeated before the next one: remove this key', ['restartPolicy']),
  ...because('not rendered: add one as the top-level extraObjects', ['networkPolicy']),
};

export const droppedOfStorage = {
  resourcePolicy: 'appliers never delete a claim: remove this key',
  volumeClaimTemplates: 'create the claim as the top-level extraObjects, and name it as existingClaim',
};

export const droppedOfPrimary = {
  ...because(PARAMETERS, [
    ...['configuration', 'existingConfigmap', 'extendedConfiguration', 'existingExtendedConfigmap'],
  ]),
  ...because('write arguments of initdb as primary.initdbArgs, and run SQL in the database', ['initdb', 'preInitDb']),
  pgHbaConfiguration: 'not a value here: set the field of the rendered object with patches',
  standby: NO_REPLICATION,
  name: 'has no effect here: remove this key',
  service: 'the Service is a ClusterIP with port 5432: add another one as the top-level extraObjects',
};

export const droppedOfAuth = {
  ...because(NO_REPLICATION, ['replicationUsername', 'replicationPassword', 'replicationPasswordKey']),
  usePasswordFiles: 'passwords are always files: remove this key',
  enablePostgresUser: 'there is always a superuser postgres: remove this key',
};

/** A privileged container can always escalate privileges: the API server refuses a change to one of the two fields alone. */
export const changesOnlyTogether = (path: string): boolean =>
  /(^|\.)securityContext\.(privileged|allowPrivilegeEscalation)$/.test(path);

// Groups of the API that are Kubernetes' own. Any other belongs to custom resources.

const OWN_GROUP =
  /^(|apps|autoscaling|batch|policy|(admissionregistration|apiextensions|apiregistration|coordination|discovery|networking|node|rbac\.authorization|scheduling|storage)\.k8s\.io)$/;

export const isOwnGroup = (group: string): boolean => OWN_GROUP.test(group);

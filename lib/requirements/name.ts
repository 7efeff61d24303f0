// The name of the requirements file.

const ENDING = '.requirements.yaml';

export const requirementsFile = (release: string): string => `${release}${ENDING}`;

export const isRequirementsFile = (file: string): boolean => file.endsWith(ENDING);

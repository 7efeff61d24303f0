// The first of several items, and the number of others.

/** `a`, or `a and 2 more`. */
export const listSummary = (first: string, more: number): string => (more === 0 ? first : `${first} and ${more} more`);

// One of several, and how many there are beside it.

/** `a`, or `a and 2 more`. */
export const andMore = (first: string, more: number): string => (more === 0 ? first : `${first} and ${more} more`);

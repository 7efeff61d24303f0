/** The folder of the style sheets of a map, for `readScript`. */
export const MAP = __dirname;

export const MAP_STYLES = ['colors.css', 'map.css'] as const;
